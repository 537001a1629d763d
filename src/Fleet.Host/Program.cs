using TorchSharp;

Console.WriteLine(torch.zeros(2, 2).sum().item<float>());
