using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks;

/// <summary>
/// How much the total variation of each picture of a batch weighs while an attack runs. It begins as high as if all that the
/// start misses were noise, and falls at a constant rate of its logarithm to the least weight: a smooth picture first, then its
/// details. Where the root of the misfit times total variation was least, the corner of the L-curve (Regińska, SIAM Journal on
/// Scientific Computing 17, 1996), the attack goes back to for the rest of the iterations: behind it, the picture takes up noise,
/// or what a network that shows little of it cannot tell from the picture. A corner before the end of the fall may tell of noise,
/// and the rest of the iterations then has a greater weight than it.
/// </summary>
/// <param name="falling">The iterations, from the first on, over which the weight falls.</param>
/// <param name="mayBeNoisy">Whether noise may be why activations fit badly.</param>
internal sealed class RmleWeight(int falling, bool mayBeNoisy = true)
{
    private const int Interval = 5;

    // At the corner itself the picture holds much noise already.
    private const double AboveCorner = 4;

    // The last looks before the end of the fall count as the end.
    private const double AboutLeast = 1.1;

    // Logarithms and quotients of nothing.
    private const double Tiny = 1e-30;

    private Tensor? _first;
    private Tensor? _product;
    private Tensor? _weight;
    private Tensor? _pictures;
    private bool _fallen;

    /// <summary>Whether the weight of every picture is chosen.</summary>
    public bool IsChosen { get; private set; }

    /// <summary>The weights of an iteration.</summary>
    /// <param name="iteration">Its number, from 1.</param>
    /// <param name="highest">The weight to begin with, for each picture: read at the first iteration.</param>
    /// <param name="least">The weight to end with, for each picture.</param>
    /// <returns>One for each picture, in the caller's dispose scope.</returns>
    public Tensor At(int iteration, Func<Tensor> highest, Tensor least)
    {
        if (IsChosen)
        {
            return _weight!;
        }

        least = least.clamp_min(Tiny);
        _first ??= maximum(highest(), least).MoveToOuterDisposeScope();
        double fallen = (iteration - 1) / (double)falling;
        return ((_first.log() * (1 - fallen)) + (least.log() * fallen)).exp();
    }

    /// <summary>Looks at the pictures before a step, and remembers each where it was best.</summary>
    /// <param name="iteration">The number of the iteration.</param>
    /// <param name="pictures">The pictures.</param>
    /// <param name="weight">Their weights.</param>
    /// <param name="misfit">How badly each fits.</param>
    /// <param name="variation">The total variation of each.</param>
    public void Look(int iteration, Tensor pictures, Tensor weight, Tensor misfit, Tensor variation)
    {
        _fallen = iteration >= falling;
        if (IsChosen || (!_fallen && iteration % Interval != 0))
        {
            return;
        }

        Tensor product = (misfit.detach().clamp_min(Tiny).log() / 2) + variation.detach().clamp_min(Tiny).log();
        if (_product is null)
        {
            (_product, _weight, _pictures) = (Kept(product), Kept(weight), Kept(pictures));
            return;
        }

        Tensor better = product < _product;
        _product.copy_(where(better, product, _product));
        _weight!.copy_(where(better, weight, _weight!));
        _pictures!.copy_(where(better.reshape(-1, 1, 1, 1), pictures, _pictures!));
    }

    /// <summary>At the end of the fall, puts the best of each in the place of the pictures and sets the weight for the rest.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="least">The weight with which the fall ended, for each.</param>
    /// <returns>Whether the pictures have changed.</returns>
    public bool Settle(Tensor pictures, Tensor least)
    {
        if (IsChosen || !_fallen)
        {
            return false;
        }

        pictures.copy_(_pictures!);
        if (mayBeNoisy)
        {
            _weight!.copy_(where(_weight > least * AboutLeast, _weight * AboveCorner, _weight));
        }

        IsChosen = true;
        return true;
    }

    /// <summary>Goes on with some of the pictures. Only after the weights are chosen.</summary>
    public void Keep(Tensor index) => _weight = _weight?.index_select(0, index).MoveToOuterDisposeScope();

    private static Tensor Kept(Tensor one) => one.detach().clone().MoveToOuterDisposeScope();
}
