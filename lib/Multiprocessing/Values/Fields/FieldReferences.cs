using System.Reflection;
using System.Reflection.Emit;

namespace Multiprocessing.Values;

/// <summary>Where in an object, or in a box, a field is.</summary>
internal delegate ref T FieldReference<T>(object owner);

/// <summary>Compiles access to fields, private and read-only ones included.</summary>
internal static class FieldReferences
{
    public static FieldReference<T> Compile<T>(FieldInfo field)
    {
        var method = new DynamicMethod(
            "Of" + field.Name,
            typeof(T).MakeByRefType(),
            [typeof(object)],
            typeof(FieldReferences).Module,
            skipVisibility: true
        );
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(
            field.DeclaringType!.IsValueType ? OpCodes.Unbox : OpCodes.Castclass,
            field.DeclaringType
        );
        code.Emit(OpCodes.Ldflda, field);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<FieldReference<T>>();
    }
}
