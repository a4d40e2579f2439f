internal sealed class Worker(ILogger<Worker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            logger.LogInformation("The worker is running.");
            await Task.Delay(TimeSpan.FromMinutes(1), stoppingToken);
        }
    }
}
