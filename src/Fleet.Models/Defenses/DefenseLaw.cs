namespace Fleet.Models.Defenses;

/// <summary>
/// What an adversary who knows a defence, but not its random numbers and keys, may assume about it. Every defence here is
/// public apart from these numbers (Kerckhoffs's principle).
/// </summary>
public abstract record DefenseLaw;

/// <summary>Each element got independent normal noise with mean 0. Fresh noise for each message: averaging helps.</summary>
/// <param name="Sigma">The standard deviation, in normalised units.</param>
public sealed record GaussianLaw(double Sigma) : DefenseLaw;

/// <summary>Each element got independent Laplace noise with mean 0. Fresh noise for each message: averaging helps.</summary>
/// <param name="B">The scale, in normalised units: the density is exp(-|x| / b) / (2 b).</param>
public sealed record LaplaceLaw(double B) : DefenseLaw;

/// <summary>
/// Each element was set to 0 independently, anew for each message. Where an undefended element is never exactly 0 (before
/// a rectifier), a zero is a dropped element; behind one it may also be a true zero.
/// </summary>
/// <param name="Rate">The probability that an element was dropped, in [0, 1).</param>
/// <param name="Scale">What kept elements were multiplied by: 1, or 1 / (1 - rate) in the rescaled form.</param>
public sealed record ErasureLaw(double Rate, double Scale) : DefenseLaw;

/// <summary>
/// Each element was rounded to the nearest of 2^bits equally spaced values, 0 among them. The grid is that of
/// <see cref="QuantizationGrid.Of"/> and travels with the message, so an element lies within half a step of what is seen; with
/// 1 bit, where the elements have both signs, within a whole step of a 0 that is seen.
/// </summary>
/// <param name="Bits">Bits an element, from 1 to 8.</param>
public sealed record GridLaw(int Bits) : DefenseLaw;

/// <summary>
/// All but the elements of greatest magnitude were set to 0. Their positions are seen. An element that was not sent is no
/// greater in magnitude than the smallest that was.
/// </summary>
/// <param name="Share">The share of elements kept, in (0, 1].</param>
public sealed record LargestLaw(double Share) : DefenseLaw;

/// <summary>
/// The channels stand in an unknown order, each of the orders equally likely, the same for all messages of a device. Within
/// a channel nothing moved, and the statistics of channels differ, so the order can be estimated from many messages.
/// </summary>
public sealed record ChannelOrderLaw : DefenseLaw;

/// <summary>
/// A fixed number of channels is 0 throughout, each choice equally likely, the same for all messages of a device. Which
/// they are is seen.
/// </summary>
/// <param name="Share">The share of channels, in [0, 1).</param>
public sealed record ChannelErasureLaw(double Share) : DefenseLaw;

/// <summary>
/// A message of greater Euclidean norm was scaled down to the radius; the direction is unchanged. Whether that happened is
/// seen unless noise follows.
/// </summary>
/// <param name="Radius">The greatest norm, in normalised units.</param>
public sealed record NormLaw(double Radius) : DefenseLaw;

/// <summary>
/// One of a few noise tensors was added, each equally likely for each message. The tensors depend on the network, the
/// split point and the training pictures, not on the device; an adversary who can train as the defender did knows them.
/// </summary>
/// <param name="Power">The mean square of the noise over that of the undefended activation.</param>
/// <param name="Tensors">How many tensors there are.</param>
public sealed record NoiseBankLaw(double Power, int Tensors) : DefenseLaw;

/// <summary>Nothing happens to a message. The weights were trained to show less; a white-box adversary knows them.</summary>
/// <param name="Weight">The weight of the privacy term in the training loss.</param>
public sealed record TrainedLaw(double Weight) : DefenseLaw;
