namespace Fleet.Models.Data.Pictures;

/// <summary>A file is no whole picture of a form that is read. The message says what is wrong with it, without its name.</summary>
internal sealed class PictureException(string found) : Exception(found);
