using Multiprocessing.Lab.Commands;
using Multiprocessing.Lab.Execution.CSharp;

// A session is started by this program alone and has to be up fast: it does without the command line's machinery.
return args is ["session", var address, var markKey]
    ? await SessionHost.RunAsync(address, markKey)
    : await MplabCommand.RunAsync(args);
