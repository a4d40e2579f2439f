using ServicePackaging.Benchmarks;

// The measured process: our writer alone, started afresh each time as the other tools are.
if (args is [PackageChild.Verb, .. var rest])
{
    PackageChild.Run(rest);
    return 0;
}

if (args is [RepositoryChild.Verb, _, _])
{
    RepositoryChild.Run(args[1..]);
    return 0;
}

if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
{
    Console.Error.WriteLine("The benchmarks need 64-bit Linux: they ask its kernel what a process took.");
    return 0;
}

if (BenchmarkOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(BenchmarkOptions.Usage);
    return 2;
}

using WorkDirectory work = new(options.WorkDirectory);
Report report = new(Console.Out, options);
report.Begin();
foreach (var kind in Payloads.All.Where(kind => options.Selects(kind.Name)))
{
    var payload = Payloads.Make(kind, work.Path, options);
    report.Add(Race.Run(payload, work.Path, options));
}

if (options.Selects(PublishBenchmark.Name))
{
    report.Add(PublishBenchmark.Run(work.Path, options));
}

if (options.Selects(SigningBenchmark.Name))
{
    report.Add(SigningBenchmark.Run(work.Path, options));
}

if (options.Selects(RepositoryBenchmark.Name))
{
    report.Add(RepositoryBenchmark.Run(work.Path, options));
}

report.End();
return 0;
