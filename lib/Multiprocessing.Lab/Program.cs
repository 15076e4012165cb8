using Multiprocessing.Lab.Commands;
using Multiprocessing.Lab.Execution.CSharp;

// A session is started by this program alone and has to be up fast: it does without the command line's machinery.
if (args is ["session", var address, var markKey])
    return await SessionHost.RunAsync(address, markKey);
using var output = new Utf8Output();
return await MplabCommand.RunAsync(args);
