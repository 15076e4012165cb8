using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;

namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>Answers what cells ask through the kernel: <c>GetInputAsync</c>, <c>GetInputsAsync</c>, <c>GetPasswordAsync</c>.</summary>
internal sealed class KernelInput(InputRequests requests)
{
    public void Serve(CompositeKernel root)
    {
        root.RegisterCommandHandler<RequestInput>(AnswerAsync);
        root.RegisterCommandHandler<RequestInputs>(AnswerAsync);
        root.SetDefaultTargetKernelNameForCommand(typeof(RequestInput), root.Name);
        root.SetDefaultTargetKernelNameForCommand(typeof(RequestInputs), root.Name);
    }

    private async Task AnswerAsync(RequestInput command, KernelInvocationContext context)
    {
        var typed = await requests
            .AskAsync(command.Prompt, command.IsPassword)
            .ConfigureAwait(false);
        if (typed is null)
            context.Fail(command, null, InputRequests.Nobody(command.Prompt));
        else
            context.Publish(new InputProduced(typed, command));
    }

    private async Task AnswerAsync(RequestInputs command, KernelInvocationContext context)
    {
        var answers = new Dictionary<string, string>();
        foreach (var input in command.Inputs)
        {
            var typed = await requests
                .AskAsync(input.Prompt ?? input.Name, input.TypeHint == "password")
                .ConfigureAwait(false);
            if (typed is null)
            {
                context.Fail(command, null, InputRequests.Nobody(input.Prompt ?? input.Name));
                return;
            }
            answers[input.Name] = typed;
        }
        context.Publish(new InputsProduced(answers, command));
    }
}
