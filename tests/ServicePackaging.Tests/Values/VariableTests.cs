using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Values;

/// <summary>Variables of instances, which are joined in one text, and variables that are secrets.</summary>
public sealed class VariableTests
{
    private static readonly Service Base = new();

    [Theory]
    [InlineData("A=1;B=2", "A=1|B=2")]
    [InlineData(" A = 1 ;; B=2; ", "A=1|B=2")]
    [InlineData("""A="Server=db;Database=shop";B=2""", "A=Server=db;Database=shop|B=2")]
    [InlineData("""A='Server=db;Database=shop'""", "A=Server=db;Database=shop")]
    [InlineData("""B=2;"A=Server=db;Database=shop" """, "B=2|A=Server=db;Database=shop")]
    [InlineData("""A="say \"hi\"; C:\x\\" """, """A=say "hi"; C:\x\""")]
    [InlineData("""A={"x":1};B=a"b"c""", """A={"x":1}|B=a"b"c""")]
    [InlineData("A=Server=db", "A=Server=db")]
    [InlineData("A=;B=", "A=|B=")]
    [InlineData("KEY=c2VjcmV0IQ==;B=2", "KEY=c2VjcmV0IQ==|B=2")]
    public void A_value_in_quotes_is_whole(string text, string expected)
    {
        var reading = Base.Item("ServiceInstance", "eu", ("Environment", text)).Read();

        Assert.Empty(reading.Findings);
        Assert.Equal(expected, string.Join('|', reading.Definition.Instances[0].Service.Process.Environment.Select(row => $"{row.Key}={row.Value}")));
    }

    [Theory]
    [InlineData("Shop__Db=Server=db;Database=shop", "Shop__Db=\"Server=db\"")]
    [InlineData("A=1;B=x=y;C=2", "B=\"x=y\"")]
    public void Where_a_value_ends_has_to_be_clear(string text, string advice)
    {
        var finding = Base.Item("ServiceInstance", "eu", ("Environment", text)).Read().Finding;

        Assert.Equal("SVCPKG2021", finding.Descriptor.Code);
        Assert.Contains($"Write {advice}, and put everything that belongs to the value into the quotes.", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A=\"x", "SVCPKG2005")]
    [InlineData("A=\"x\" y;B=2", "SVCPKG2005")]
    [InlineData("A=1;shop", "SVCPKG2001")]
    [InlineData("=1", "SVCPKG2001")]
    [InlineData("a b=1", "SVCPKG2001")]
    public void What_is_no_variable_is_refused(string text, string code) =>
        Assert.Equal(code, Base.Item("ServiceInstance", "eu", ("Environment", text)).Read().Finding.Descriptor.Code);

    [Theory]
    [InlineData("DB_PASSWORD", "hunter2")]
    [InlineData("Smtp__Password", "x")]
    [InlineData("API_KEY", "x")]
    [InlineData("ApiKey", "x")]
    [InlineData("GITHUB_TOKEN", "x")]
    [InlineData("AWS_SECRET_ACCESS_KEY", "x")]
    [InlineData("ConnectionStrings__Shop", "Server=db")]
    [InlineData("ConnectionStrings__Name", "Server=db")]
    [InlineData("CONNECTION_STRING", "Data Source={StateDirectory}/x.db;Password=y")]
    [InlineData("PGPASSWORD", "x")]
    public void A_secret_is_pointed_to_a_file_that_others_cannot_read(string name, string value)
    {
        var service = Base.Item("ServiceEnvironment", name, ("Value", value));
        var finding = service.Read().Finding;

        Assert.Equal("SVCPKG2022", finding.Descriptor.Code);
        Assert.StartsWith($"ServiceEnvironment '{name}' looks like a secret.", finding.Message, StringComparison.Ordinal);
        Assert.Contains("ServiceEnvironmentFile", finding.Message, StringComparison.Ordinal);
        Assert.Contains("in the registry", Assert.Single(service.OnWindows().Read("msi").Findings).Message, StringComparison.Ordinal);
        Assert.Contains("in the user's home", Assert.Single(service.With("ServiceScope", "User").Read().Findings).Message, StringComparison.Ordinal);
        Assert.Empty(service.Item("ServicePackageAcknowledge", "ServiceEnvironment").Read().Findings);
    }

    [Theory]
    [InlineData("DB_PASSWORD_FILE", "/etc/x")]
    [InlineData("DB_PASSWORD", "")]
    [InlineData("TOKEN_LIFETIME", "5m")]
    [InlineData("Jwt__TokenTimeoutSeconds", "5")]
    [InlineData("USE_PASSWORD", "true")]
    [InlineData("ConnectionStrings__Shop", "Data Source={StateDirectory}/shop.db")]
    [InlineData("DOTNET_ENVIRONMENT", "Production")]
    [InlineData("ASPNETCORE_URLS", "http://+:8080")]
    [InlineData("PATH", "/usr/bin")]
    [InlineData("COMPATIBLE", "yes")]
    public void Other_variables_are_no_secrets(string name, string value) =>
        Assert.Empty(Base.Item("ServiceEnvironment", name, ("Value", value)).Read().Findings);

    [Fact]
    public void The_variables_of_an_instance_are_looked_at_too()
    {
        var service = Base.Item("ServiceEnvironment", "B", ("Value", "1")).Item("ServiceInstance", "eu", ("Environment", "PASSWORD=x"));

        Assert.StartsWith("PASSWORD in ServiceInstance 'eu' Environment looks like a secret.", service.Read().Finding.Message, StringComparison.Ordinal);
        Assert.Empty(service.Item("ServicePackageAcknowledge", "ServiceInstance").Read().Findings);
    }
}
