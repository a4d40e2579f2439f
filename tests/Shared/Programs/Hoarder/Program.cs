using System.Runtime.InteropServices;

// Does what the file "wish" in its state directory says, and then writes the file "answer":
//   figures     what .NET knows of memory and processors
//   take N      takes and fills N MB, for good
//   read FILE   reads a file to its end
var state = Environment.GetEnvironmentVariable("STATE_DIRECTORY")!;
var (wish, answer) = (Path.Combine(state, "wish"), Path.Combine(state, "answer"));
while (true)
{
    if (!File.Exists(wish))
    {
        await Task.Delay(100);
        continue;
    }

    var words = File.ReadAllText(wish).Split(' ', '\n');
    File.Delete(wish); // first: who is killed over a wish is not to begin it again
    var result = words[0] switch { "take" => Take(int.Parse(words[1])), "read" => Read(words[1]), _ => Figures() };
    File.WriteAllText(answer + ".part", result + "\n");
    File.Move(answer + ".part", answer, overwrite: true);
}

// Of the system, not of the collector, which has a limit of its own and throws before the kernel kills.
static unsafe string Take(int megabytes)
{
    for (var count = 0; count < megabytes; count++)
    {
        NativeMemory.Fill(NativeMemory.Alloc(1 << 20), 1 << 20, 1);
    }

    return $"took {megabytes}";
}

static string Read(string file)
{
    var (buffer, total) = (new byte[1 << 20], 0L);
    using var stream = File.OpenRead(file);
    for (int count; (count = stream.Read(buffer)) > 0;)
    {
        total += count;
    }

    return $"read {total}";
}

static string Figures()
{
    GC.Collect();
    var memory = GC.GetGCMemoryInfo();
    return $"total {memory.TotalAvailableMemoryBytes} load {memory.MemoryLoadBytes} processors {Environment.ProcessorCount}";
}
