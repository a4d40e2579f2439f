namespace ServicePackaging.Linux;

/// <summary>The names of the fragment <c>owners</c>, which gives data to the service's account.</summary>
internal sealed record DataOwnersModel
{
    /// <summary>The prefix of each path: <c>$DPKG_ROOT</c> in a Debian package, empty in an RPM package.</summary>
    public required string Root { get; init; }

    /// <summary>The option of <c>systemd-tmpfiles</c> for this root, with a space before it.</summary>
    public required string RootOption { get; init; }

    /// <summary>The state directory, as a word of the shell.</summary>
    public required string State { get; init; }

    /// <summary>The service's account and group, as <c>user:group</c>; null for root.</summary>
    public required string? Account { get; init; }

    /// <summary>The state directories and the directories that systemd itself would give to the service.</summary>
    public required IReadOnlyList<DataDirectoryModel> Places { get; init; }

    /// <summary>The service's other directories, which can hold files of others.</summary>
    public required IReadOnlyList<DataDirectoryModel> Others { get; init; }
}

/// <summary>A directory that a service owns.</summary>
internal sealed record DataDirectoryModel
{
    /// <summary>The directory, as a word of the shell.</summary>
    public required string Path { get; init; }

    /// <summary>Its owner and group, as <c>user:group</c>.</summary>
    public required string Owner { get; init; }

    /// <summary>The line of tmpfiles.d(5) that gives it to this owner, as a word of the shell.</summary>
    public required string Line { get; init; }
}
