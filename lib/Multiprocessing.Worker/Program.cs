return Multiprocessing.Workers.WorkerMain.Run();
