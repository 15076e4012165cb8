using Multiprocessing.Stress.Roles;
using Multiprocessing.Stress.Running;

// What must hold however badly the library is treated, in full counts. Without arguments all scenarios run; names choose some.
// With --scenario or --role this program is one of its own helpers.
return args switch
{
    ["--scenario", string name] => await ScenarioHost.RunAsync(name),
    ["--role", string role, .. string[] rest] => await Role.PlayAsync(role, rest),
    _ => await Supervisor.RunAsync(args),
};
