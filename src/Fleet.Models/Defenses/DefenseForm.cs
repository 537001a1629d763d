namespace Fleet.Models.Defenses;

/// <summary>How people write a defence: a name and what follows it. A <see cref="DefenseCatalog"/> holds the forms that it reads.</summary>
/// <param name="Name">The name, in lower case.</param>
/// <param name="Syntax">Name and what follows it, as lists of all forms show it, such as "gaussian SIGMA".</param>
public abstract record DefenseForm(string Name, string Syntax)
{
    /// <summary>All first words by which the form is recognised.</summary>
    public virtual IReadOnlyList<string> Names => [Name];

    /// <summary>Whether people may say where it acts; otherwise it acts on the activation.</summary>
    public virtual bool TakesPlace => false;

    /// <summary>Reads what was written.</summary>
    /// <param name="words">Words, numbers and signs in lower case; the first is one of <see cref="Names"/>.</param>
    /// <param name="known">The forms of all defences that are read, as the end of a message.</param>
    /// <param name="problem">One sentence that says what is wrong and what is expected; empty if nothing is.</param>
    /// <returns>The steps that the form stands for; none if there is a problem.</returns>
    public abstract IReadOnlyList<DefenseStep> Read(IReadOnlyList<string> words, string known, out string problem);
}
