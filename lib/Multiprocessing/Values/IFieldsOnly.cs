namespace Multiprocessing.Values;

/// <summary>
/// A type of this library that travels field by field, known to be none of those that are special or cannot travel: a worker's
/// first function need not wait until it has been compared with all of them.
/// </summary>
internal interface IFieldsOnly;
