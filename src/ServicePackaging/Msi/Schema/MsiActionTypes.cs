namespace ServicePackaging.Msi.Schema;

/// <summary>What a custom action is and when it runs (Microsoft, "Summary List of All Custom Action Types", "Custom Action Return
/// Processing Options", "Custom Action Execution Scheduling Options", "Custom Action In-Script Execution Options").</summary>
[Flags]
internal enum MsiActionTypes
{
    /// <summary>No type.</summary>
    None = 0,

    /// <summary>A library, or with <see cref="Executable"/> a text.</summary>
    Library = 1,

    /// <summary>A program.</summary>
    Executable = 2,

    /// <summary>A formatted text.</summary>
    Text = Library | Executable,

    /// <summary>Column Source is a key of table File.</summary>
    FromFile = 16,

    /// <summary>Column Source is a key of table Directory.</summary>
    FromDirectory = 32,

    /// <summary>Column Source is a property.</summary>
    FromProperty = FromFile | FromDirectory,

    /// <summary>Runs a command line in a directory ("Custom Action Type 34").</summary>
    RunCommand = Executable | FromDirectory,

    /// <summary>Sets a property ("Custom Action Type 51").</summary>
    SetProperty = Text | FromProperty,

    /// <summary>Selects the bits that tell one type of action from another; the bits above them are options.</summary>
    KindMask = 63,

    /// <summary>The result does not matter.</summary>
    Continue = 64,

    /// <summary>Runs only the first time that it is reached; of actions in the script: runs at a rollback.</summary>
    FirstSequence = 256,

    /// <summary>Runs once for each process; of actions in the script: runs when the installation is complete.</summary>
    OncePerProcess = 512,

    /// <summary>Runs in the part of the installation that changes the machine.</summary>
    InScript = 1024,

    /// <summary>Runs in the script when the installation is rolled back.</summary>
    Rollback = InScript | FirstSequence,

    /// <summary>Runs in the script when the installation is complete.</summary>
    Commit = InScript | OncePerProcess,

    /// <summary>Runs as SYSTEM and not as the user.</summary>
    NoImpersonation = 2048,
}
