using Fleet.Models.Defenses;
using Fleet.Models.Tensors;

namespace Fleet.Models.Costs;

/// <summary>How many bytes tensors take on a link: dense float32, 4 bytes an element, unless a defence sends less, behind a fixed header.</summary>
public static class MessageFormat
{
    /// <summary>Bytes before the elements: device (4), sequence number (8), split point (4), defence (4), shape (3 x 4).</summary>
    public const int HeaderBytes = 32;

    private const int BytesPerElement = sizeof(float);

    /// <summary>Bytes of the message that carries an activation of the given shape, header included.</summary>
    public static long ActivationMessage(TensorShape activation) => HeaderBytes + Bytes(activation);

    /// <summary>Bytes of the message that carries a defended activation of the given shape, header included.</summary>
    public static long ActivationMessage(TensorShape activation, DefenseChain defense) => HeaderBytes + defense.Wire(activation).Bytes;

    /// <summary>Bytes of the answer: one score for each class, header included.</summary>
    /// <param name="classes">The number of classes, greater than 0.</param>
    public static long AnswerMessage(int classes) => HeaderBytes + Bytes(new TensorShape(classes));

    /// <summary>Bytes of the elements alone.</summary>
    internal static long Bytes(TensorShape shape) => (long)shape.Elements * BytesPerElement;
}
