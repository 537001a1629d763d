namespace Fleet.Models.Networks;

/// <summary>Which message of a fleet: enough to make its tensor again, anywhere and at any time.</summary>
/// <param name="Device">The device that sent it, from 0.</param>
/// <param name="Sequence">Its position among the device's requests, from 0.</param>
/// <param name="Input">The picture it carries, as an index into the input set.</param>
public readonly record struct MessageKey(int Device, long Sequence, int Input);
