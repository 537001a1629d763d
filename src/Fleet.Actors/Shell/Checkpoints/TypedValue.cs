namespace Fleet.Actors.Shell.Checkpoints;

/// <summary>A value as a message, such as a number or an enumeration: JSON alone would forget which of its types it had.</summary>
internal abstract record TypedValue
{
    /// <summary>The value.</summary>
    protected abstract object Content { get; }

    /// <summary>Puts a value into its holder, and leaves other messages as they are.</summary>
    public static object Hold(object message)
    {
        Type type = message.GetType();
        return type.IsValueType ? Activator.CreateInstance(typeof(TypedValue<>).MakeGenericType(type), message)! : message;
    }

    /// <summary>Takes a value out of its holder, and leaves other messages as they are.</summary>
    public static object Release(object message) => message is TypedValue held ? held.Content : message;
}

/// <summary>A value of one type.</summary>
/// <typeparam name="T">The type.</typeparam>
/// <param name="Value">The value.</param>
internal sealed record TypedValue<T>(T Value) : TypedValue
    where T : struct
{
    protected override object Content => Value;
}
