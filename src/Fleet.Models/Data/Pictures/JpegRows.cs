namespace Fleet.Models.Data.Pictures;

/// <summary>
/// The rows of a component at the picture's width, one after the other. Twice as many columns or rows are interpolated, with
/// three quarters of the nearer and one quarter of the farther sample; others are repeated.
/// </summary>
internal sealed class JpegRows
{
    private readonly JpegComponent _component;
    private readonly (int Across, int Down) _times;
    private readonly int _columns;
    private readonly byte[] _row;
    private int _step;
    private int _next;
    private int _first;
    private int _second;

    public JpegRows(JpegFrame frame, JpegComponent component)
    {
        _component = component;
        _times = (frame.Most.Horizontal / component.Factors.Horizontal, frame.Most.Vertical / component.Factors.Vertical);
        _columns = (frame.Width + _times.Across - 1) / _times.Across;
        _row = new byte[Math.Max(_columns * _times.Across, 2)];
        _step = _times.Down / 2;
    }

    /// <summary>The row, at least as long as the picture is wide.</summary>
    public ReadOnlySpan<byte> Current => _row;

    /// <summary>Goes to the next row.</summary>
    public void MoveNext()
    {
        bool isLower = _step >= _times.Down / 2;
        ReadOnlySpan<byte> near = Samples(isLower ? _second : _first);
        ReadOnlySpan<byte> far = Samples(isLower ? _first : _second);
        switch (_times)
        {
            case (1, 2):
                Down(near, far);
                break;
            case (2, 1):
                Across(near);
                break;
            case (2, 2):
                Both(near, far);
                break;
            default:
                Repeat(near);
                break;
        }

        if (++_step >= _times.Down)
        {
            _step = 0;
            _first = _second;
            _second += ++_next < _component.Rows ? 1 : 0;
        }
    }

    private ReadOnlySpan<byte> Samples(int row) => _component.Plane.AsSpan(row * _component.Stride, _columns);

    private void Repeat(ReadOnlySpan<byte> near)
    {
        for (int i = 0; i < _columns * _times.Across; i++)
        {
            _row[i] = near[i / _times.Across];
        }
    }

    private void Down(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far)
    {
        for (int i = 0; i < _columns; i++)
        {
            _row[i] = (byte)(((3 * near[i]) + far[i] + 2) >> 2);
        }
    }

    private void Across(ReadOnlySpan<byte> near)
    {
        int last = _columns - 1;
        (_row[0], _row[1]) = (near[0], near[0]);
        if (last == 0)
        {
            return;
        }

        _row[1] = (byte)(((near[0] * 3) + near[1] + 2) >> 2);
        for (int i = 1; i < last; i++)
        {
            int center = (3 * near[i]) + 2;
            (_row[2 * i], _row[(2 * i) + 1]) = ((byte)((center + near[i - 1]) >> 2), (byte)((center + near[i + 1]) >> 2));
        }

        (_row[2 * last], _row[(2 * last) + 1]) = ((byte)(((near[last - 1] * 3) + near[last] + 2) >> 2), near[last]);
    }

    private void Both(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far)
    {
        int here = (3 * near[0]) + far[0];
        _row[0] = (byte)((here + 2) >> 2);
        for (int i = 1; i < _columns; i++)
        {
            int before = here;
            here = (3 * near[i]) + far[i];
            (_row[(2 * i) - 1], _row[2 * i]) = ((byte)(((3 * before) + here + 8) >> 4), (byte)(((3 * here) + before + 8) >> 4));
        }

        _row[(2 * _columns) - 1] = (byte)((here + 2) >> 2);
    }
}
