namespace Multiprocessing.Lab.Tests.Notebooks;

/// <summary>The specs that look at what the same run of the notebooks showed.</summary>
[CollectionDefinition(nameof(RunNotebooks))]
public sealed class RunNotebooksCollection : ICollectionFixture<RunNotebooks>;
