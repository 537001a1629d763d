using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;
using Fleet.Actors.Shell;
using Fleet.Host.Commands;
using Fleet.Host.Tests.Scenarios;
using Fleet.Models.Networks;

namespace Fleet.Host.Tests;

/// <summary>The floors of docs/architecture.md: no folder knows one that stands behind it, so there are no circles.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly Architecture Source = new ArchLoader()
        .LoadAssemblies(typeof(NetworkSpec).Assembly, typeof(FleetSimulation).Assembly, typeof(FleetSimCommand).Assembly)
        .Build();

    [Theory]
    [InlineData("Fleet.Models", "Text Files Caching Randomness Statistics Tensors Data Networks Defenses Costs Training Attacks Leakage")]
    [InlineData("Fleet.Actors", "Kernel World Shell")]
    [InlineData("Fleet.Host", "Plots Terminal Scenarios Results Checkpoints Forecasts Attacks Experiments Reports Runs Commands")]
    public void A_folder_knows_only_those_before_it(string project, string folders)
    {
        string[] order = folders.Split(' ');
        string[] wrong =
        [
            .. from type in Source.Types
               let floor = FolderOf(type, project)
               where floor is not null
               from target in type.Dependencies.Select(dependency => dependency.Target)
               where target is not GenericParameter // the library may take one for that of another type
               let other = FolderOf(target, project)
               where other is not null && Array.IndexOf(order, other) > Array.IndexOf(order, floor)
               select $"{floor} -> {other}: {type.FullName} -> {target.FullName}",
        ];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong.Distinct().Take(20)));
        Assert.Equal(
            Directory.EnumerateDirectories(Path.Combine(ScenarioFiles.Root, "src", project)).Select(Path.GetFileName).Where(name => name is not ("bin" or "obj")).Order(StringComparer.Ordinal),
            order.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Fleet.Models", "Akka|Fleet\\.Actors|Fleet\\.Host", false)]
    [InlineData("Fleet.Actors", "Fleet\\.Host|YamlDotNet|TorchSharp|Spectre", false)]
    [InlineData("Fleet.Actors.Kernel", "Akka", false)]
    [InlineData("Fleet.Actors.World", "Akka", false)]
    [InlineData("Fleet.Actors.Shell", "Akka", true)] // so the rules see what they look for
    public void A_floor_is_free_of_what_belongs_above_it(string floor, string foreign, bool knows)
    {
        string[] found =
        [
            .. from type in Source.Types
               where IsIn(type, floor)
               from target in type.Dependencies.Select(dependency => dependency.Target)
               where Regex.IsMatch(SpaceOf(target), $"^({foreign})(\\.|$)", RegexOptions.None, TimeSpan.FromSeconds(1))
               select $"{type.FullName} -> {target.FullName}",
        ];
        Assert.True(knows == found.Length > 0, string.Join('\n', found.Distinct().Take(20)));
    }

    /// <summary>Kinds of event and of entity are numbers to it.</summary>
    [Fact]
    public void The_kernel_names_nothing_of_a_fleet()
    {
        string[] found =
        [
            .. from type in Source.Types
               where IsIn(type, "Fleet.Actors.Kernel")
               from name in type.Members.Select(member => member.Name).Prepend(type.Name)
               where Regex.IsMatch(name, "Device|Link|Server|Adversary|Activation|Batch", RegexOptions.None, TimeSpan.FromSeconds(1))
               select $"{type.FullName}: {name}",
        ];
        Assert.Empty(found);
    }

    [Fact]
    public void The_fleet_has_no_console() =>
        Assert.DoesNotContain(typeof(FleetSimulation).Assembly.GetReferencedAssemblies(), one => one.Name == "System.Console");

    /// <summary>So that the rules above are rules on folders.</summary>
    [Fact]
    public void A_namespace_is_the_folder_of_its_file()
    {
        string source = Path.Combine(ScenarioFiles.Root, "src");
        string[] strays =
        [
            .. from file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
               let folder = Path.GetRelativePath(source, Path.GetDirectoryName(file)!)
               where !folder.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")
               let declared = Namespace().Match(File.ReadAllText(file)).Groups["name"].Value
               where declared.Length > 0 && declared != folder.Replace(Path.DirectorySeparatorChar, '.')
               select $"{Path.GetRelativePath(source, file)}: {declared}",
        ];
        Assert.Empty(strays);
    }

    // A type parameter has none.
    private static string SpaceOf(IType type) => type.Namespace?.FullName ?? "";

    private static bool IsIn(IType type, string space) => $"{SpaceOf(type)}.".StartsWith(space + ".", StringComparison.Ordinal);

    /// <summary>The folder of a project in which a type stands; null if it stands elsewhere, or in the project's own folder.</summary>
    private static string? FolderOf(IType type, string project) =>
        IsIn(type, project) && SpaceOf(type).Length > project.Length ? SpaceOf(type)[(project.Length + 1)..].Split('.')[0] : null;

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Namespace();
}
