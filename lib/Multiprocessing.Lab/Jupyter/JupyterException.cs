namespace Multiprocessing.Lab.Jupyter;

/// <summary>What keeps the kernel from serving, or from being installed; the message says what to do.</summary>
internal sealed class JupyterException(string message) : Exception(message);
