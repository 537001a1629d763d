using System.Collections;
using System.Globalization;
using System.Reflection;
using Akka.Actor;

namespace Fleet.Actors.Shell.Checkpoints;

/// <summary>Compares a message with its copy, field by field and item by item, private ones included.</summary>
internal sealed class MessageComparison
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly Func<IActorRef, bool> _isKnown;

    private MessageComparison(Func<IActorRef, bool> isKnown) => _isKnown = isKnown;

    /// <summary>Says where two messages differ, as part of a sentence; null if nowhere.</summary>
    /// <param name="original">The message.</param>
    /// <param name="copy">Its copy.</param>
    /// <param name="isKnown">Whether an address in a message is still valid in a resumed run.</param>
    public static string? Difference(object? original, object? copy, Func<IActorRef, bool> isKnown) =>
        new MessageComparison(isKnown).Compare(original, copy, "it");

    private string? Compare(object? original, object? copy, string path)
    {
        if (original is null || copy is null)
        {
            return ReferenceEquals(original, copy) ? null : $"{path} would be restored as {copy ?? "nothing"}";
        }

        Type type = original.GetType();
        if (original is IActorRef address)
        {
            return !_isKnown(address) ? $"{path} is the address of an actor outside the simulated world"
                : address.Equals(copy) ? null : $"{path} would be restored as another address";
        }

        if (copy.GetType() != type)
        {
            return $"{path} would be restored as {copy.GetType()}";
        }

        if (original is Delegate or Task)
        {
            return $"{path} is a {type.Name}";
        }

        if (type.IsPrimitive || type.IsEnum || original is string or decimal or Type)
        {
            return original.Equals(copy) ? null : $"{path} would be restored as {copy}";
        }

        return !type.IsValueType && !_seen.Add(original) ? null
            : original is IEnumerable items ? CompareItems(items, (IEnumerable)copy, path)
            : CompareFields(original, copy, type);
    }

    private string? CompareItems(IEnumerable originals, IEnumerable copies, string path)
    {
        IEnumerator copy = copies.GetEnumerator();
        int index = 0;
        foreach (object? original in originals)
        {
            if (!copy.MoveNext())
            {
                return string.Create(CultureInfo.InvariantCulture, $"{path} would be restored with {index} items");
            }

            if (Compare(original, copy.Current, string.Create(CultureInfo.InvariantCulture, $"item {index} of {path}")) is { } difference)
            {
                return difference;
            }

            index++;
        }

        return copy.MoveNext() ? string.Create(CultureInfo.InvariantCulture, $"{path} would be restored with more than {index} items") : null;
    }

    private string? CompareFields(object original, object copy, Type type)
    {
        for (Type? declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            foreach (FieldInfo field in declaring.GetFields(Fields))
            {
                if (Compare(field.GetValue(original), field.GetValue(copy), $"its field {NameOf(field)}") is { } difference)
                {
                    return difference;
                }
            }
        }

        return null;
    }

    // The field behind an automatic property is called <Name>k__BackingField.
    private static string NameOf(FieldInfo field) => field.Name[0] == '<' ? field.Name[1..field.Name.IndexOf('>')] : field.Name;
}
