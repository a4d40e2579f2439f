var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSystemd();
builder.Services.AddWindowsService();
builder.Services.AddHostedService<Worker>();

builder.Build().Run();
