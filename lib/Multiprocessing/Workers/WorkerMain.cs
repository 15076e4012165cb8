namespace Multiprocessing.Workers;

internal static class WorkerMain
{
    public static int Run() => 0;
}
