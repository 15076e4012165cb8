using System.Reflection;
using Multiprocessing.Code;
using Xunit;

namespace Multiprocessing.Tests.Cells;

public class RawImageSpecs
{
    /// <summary>The runtime lays such an assembly out anew, in pieces: whoever reads on before the first one crashes.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData(typeof(System.Xml.Linq.XElement))]
    [InlineData(typeof(System.Text.Json.JsonSerializer))]
    [InlineData(typeof(System.Collections.Immutable.ImmutableArray))]
    public async Task An_assembly_compiled_to_machine_code_and_loaded_from_bytes_is_refused_in_words(
        Type type
    )
    {
        byte[] bytes = await File.ReadAllBytesAsync(
            type.Assembly.Location,
            TestContext.Current.CancellationToken
        );
        string refusal = Assert
            .Throws<NotSupportedException>(() => RawImage.Copy(Assembly.Load(bytes)))
            .Message;
        Assert.Contains(type.Assembly.GetName().Name!, refusal, StringComparison.Ordinal);
        Assert.Contains("ReadyToRun", refusal, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_image_is_copied_whole_however_often_it_is_loaded()
    {
        // These tests are plain IL, of a few hundred kilobytes.
        byte[] bytes = await File.ReadAllBytesAsync(
            typeof(RawImageSpecs).Assembly.Location,
            TestContext.Current.CancellationToken
        );
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(bytes, RawImage.Copy(Assembly.Load(bytes)));
        }
    }
}
