// The tensor library's wrapper may free a temporary number while a native call still reads it, if another thread starts a
// collection just then (dotnet/TorchSharp#1434). One test at a time leaves nobody to start one.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
