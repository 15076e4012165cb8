using System.Reflection;
using System.Runtime.CompilerServices;

namespace Multiprocessing.Code;

/// <summary>What one method's body names: methods it calls or makes delegates of, fields it touches, types it mentions.</summary>
internal sealed class MethodScan
{
    private static readonly ConditionalWeakTable<MethodBase, MethodScan> s_scans = [];

    private MethodScan(MethodBase method)
    {
        Type[] typeArguments = method.DeclaringType is { IsGenericType: true } type
            ? type.GetGenericArguments()
            : [];
        Type[] methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        MethodBody? body = method.GetMethodBody();
        if (body?.GetILAsByteArray() is not { } il)
        {
            return;
        }

        foreach (LocalVariableInfo local in body.LocalVariables)
        {
            Types.Add(local.LocalType);
        }

        foreach (int token in InstructionReader.Tokens(il))
        {
            switch (TryResolve(method.Module, token, typeArguments, methodArguments))
            {
                case MethodBase called:
                    Methods.Add(called);
                    break;
                case FieldInfo field:
                    Fields.Add(field);
                    break;
                case Type mentioned:
                    Types.Add(mentioned);
                    break;
            }
        }
    }

    public HashSet<MethodBase> Methods { get; } = [];

    public HashSet<FieldInfo> Fields { get; } = [];

    public HashSet<Type> Types { get; } = [];

    public static MethodScan Of(MethodBase method) =>
        s_scans.GetValue(method, static method => new MethodScan(method));

    private static MemberInfo? TryResolve(
        Module module,
        int token,
        Type[] typeArguments,
        Type[] methodArguments
    )
    {
        try
        {
            return module.ResolveMember(token, typeArguments, methodArguments);
        }
        catch (Exception e)
            when (e
                    is ArgumentException
                        or BadImageFormatException
                        or TypeLoadException
                        or IOException
            )
        {
            // A member of an assembly that is not here: if the worker needs it, its error there says so.
            return null;
        }
    }
}
