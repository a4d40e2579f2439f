# The one entry point. Without arguments it lists the targets; ./build.ps1 --target=Test runs one.
$ErrorActionPreference = "Stop"
Set-Location $PSScriptRoot
dotnet tool restore | Out-Null
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
dotnet cake build.cake @args
exit $LASTEXITCODE
