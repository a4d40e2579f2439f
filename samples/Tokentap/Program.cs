using Tokentap;

return args switch
{
    ["up", .. ["--no-detach"] or []] => await Service.RunAsync(Settings.Read()),
    ["down"] => await StopRequest.SendAsync(Settings.Read()),
    ["version"] => Say($"tokentap {Settings.Version}", 0),
    _ => Say(
        """
        Usage: tokentap up [--no-detach]   count the tokens of what passes through the proxy on 127.0.0.1, until it is stopped
               tokentap down               stop the one that runs, and wait until it has
               tokentap version
        """, args is [] or ["help"] or ["--help"] ? 0 : 64),
};

static int Say(string text, int exitCode)
{
    (exitCode == 0 ? Console.Out : Console.Error).WriteLine(text);
    return exitCode;
}
