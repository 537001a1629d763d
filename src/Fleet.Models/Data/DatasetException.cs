using System.Globalization;
using Fleet.Models.Text;

namespace Fleet.Models.Data;

/// <summary>A data set cannot be used; the message says why and what to do, in words for the user.</summary>
public abstract class DatasetException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A data set is unknown or its files are in none of the places searched.</summary>
public sealed class DataNotFoundException(string message) : DatasetException(message);

/// <summary>A file of a data set does not hold what it should.</summary>
/// <param name="file">The file's path.</param>
/// <param name="found">What the file holds.</param>
/// <param name="expected">What it should hold.</param>
/// <param name="inner">The error met while reading, if any.</param>
public sealed class DataDamagedException(string file, string found, string expected, Exception? inner = null)
    : DatasetException($"{PlainText.Line(file)} is damaged: found {PlainText.Line(found)}, expected {PlainText.Line(expected)}.", inner)
{
    /// <summary>The file's path.</summary>
    public string File { get; } = file;

    /// <summary>What the file holds.</summary>
    public string Found { get; } = found;

    /// <summary>What it should hold.</summary>
    public string Expected { get; } = expected;
}

/// <summary>Pictures of a user's own cannot be used: damaged ones, and ones of another size. The message lists them.</summary>
public sealed class PicturesException : DatasetException
{
    private const int MostListed = 50;

    /// <param name="place">The folder or the zip.</param>
    /// <param name="problems">What is wrong, at least one.</param>
    /// <param name="pictures">How many pictures were looked at.</param>
    /// <param name="needed">The size that the network takes.</param>
    internal PicturesException(string place, IReadOnlyList<PictureProblem> problems, int pictures, PictureSize needed)
        : base(Text(place, problems, pictures, needed)) => Problems = problems;

    /// <summary>What is wrong, in the order in which the pictures are read.</summary>
    public IReadOnlyList<PictureProblem> Problems { get; }

    private static string Text(string place, IReadOnlyList<PictureProblem> problems, int pictures, PictureSize needed)
    {
        IEnumerable<string> lines = problems.Take(MostListed).Select(problem => $"  {problem.Sentence}");
        string more = problems.Count > MostListed ? string.Create(CultureInfo.InvariantCulture, $"\n  and {problems.Count - MostListed} more") : "";
        string help = problems.Any(problem => problem.Kind == PictureFault.OtherSize)
            ? $"\nBring pictures of other sizes to one with resize: {needed} (scales) or crop: {needed} (keeps the middle of greater ones) beside the folder in the scenario, or with --resize and --crop."
            : "";
        return string.Create(CultureInfo.InvariantCulture, $"{problems.Count} of {pictures} pictures in {PlainText.Line(place)} cannot be used:\n{string.Join('\n', lines)}{more}{help}");
    }
}

/// <summary>What is wrong with one picture.</summary>
/// <param name="File">Its path, or its name in the zip.</param>
/// <param name="Kind">What kind of problem it is.</param>
/// <param name="Found">What was found, in words.</param>
public sealed record PictureProblem(string File, PictureFault Kind, string Found)
{
    /// <summary>The problem in words, with the file, in one line.</summary>
    public string Sentence => $"{PlainText.Line(File)} {(Kind == PictureFault.Damaged ? "is damaged: found" : "is of another size:")} {PlainText.Line(Found)}";
}

/// <summary>The kinds of problem with a picture.</summary>
public enum PictureFault
{
    /// <summary>It is no whole picture of a form that is read.</summary>
    Damaged,

    /// <summary>It has another size than the network takes, or less than its crop.</summary>
    OtherSize,
}

/// <summary>A data set is whole, but not what the network needs.</summary>
public sealed class DataMismatchException(string message) : DatasetException(message);

/// <summary>A data set could not be fetched from any mirror.</summary>
public sealed class DataFetchException(string message, Exception? inner = null) : DatasetException(message, inner);
