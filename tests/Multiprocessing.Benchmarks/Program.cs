using Multiprocessing.Benchmarks;
using Multiprocessing.Benchmarks.Roles;

// How fast the library is, measured side by side with Python's and with what the machine itself can do.
// With --role this program is one of its own helpers.
return args switch
{
    ["--role", string role] => Role.Play(role),
    _ => Command.Run(args),
};
