var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSystemd();
builder.Services.AddWindowsService();
builder.Services.AddHealthChecks();

var app = builder.Build();
app.MapGet("/", () => "The service is running.");
app.MapHealthChecks("/health");

app.Run();
