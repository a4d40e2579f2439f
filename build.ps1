# The one entry point: ./build.ps1 --target=Test (Build, Pack, Demo, Test, Bench; ./build.ps1 --description lists them).
$ErrorActionPreference = "Stop"
Set-Location $PSScriptRoot
dotnet tool restore | Out-Null
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
dotnet cake build.cake @args
exit $LASTEXITCODE
