using System.Text;

namespace Multiprocessing.Lab.Tests.Documents;

/// <summary>Notebooks as many hands and programs leave them.</summary>
internal static class AwkwardNotebooks
{
    /// <summary>As Jupyter writes them: one blank, sorted names, a line feed at the end.</summary>
    public const string Jupyter = """
        {
         "cells": [
          {
           "attachments": {
            "dot.png": {
             "image/png": "iVBORw0KGgo="
            }
           },
           "cell_type": "markdown",
           "id": "a1",
           "metadata": {},
           "source": [
            "# Größe *matters*\n",
            "\n",
            "![dot](attachment:dot.png)"
           ]
          },
          {
           "cell_type": "code",
           "execution_count": 7,
           "id": "b2",
           "metadata": {
            "polyglot_notebook": {
             "kernelName": "csharp"
            }
           },
           "outputs": [
            {
             "name": "stdout",
             "output_type": "stream",
             "text": [
              "one\n",
              "two\n"
             ]
            },
            {
             "data": {
              "application/json": {
               "a": [
                1.50,
                null
               ]
              },
              "text/plain": [
               "3"
              ]
             },
             "execution_count": 7,
             "metadata": {},
             "output_type": "execute_result"
            }
           ],
           "source": [
            "Console.WriteLine(\"one\\ntwo\");\n",
            "1 + 2"
           ]
          },
          {
           "cell_type": "code",
           "execution_count": null,
           "id": "c3",
           "metadata": {},
           "outputs": [],
           "source": []
          }
         ],
         "metadata": {
          "kernelspec": {
           "display_name": ".NET (C#)",
           "language": "C#",
           "name": ".net-csharp"
          }
         },
         "nbformat": 4,
         "nbformat_minor": 5
        }

        """;

    /// <summary>nbformat 4.0, four blanks, source and text as single strings, names in no order, nothing after the brace.</summary>
    public const string Old = """
        {
            "nbformat": 4,
            "metadata": { "kernelspec": { "name": ".net-csharp", "language": "C#" }, "custom": [1, 2.0, 3e5] },
            "nbformat_minor": 0,
            "cells": [
                {
                    "source": "Console.Write(\"caf\u00e9 \ud83d\ude00\");",
                    "cell_type": "code",
                    "outputs": [ { "output_type": "stream", "name": "stdout", "text": "caf\u00e9" } ],
                    "metadata": { "collapsed": false },
                    "execution_count": 1
                },
                { "cell_type": "raw", "metadata": {}, "source": "as it is" }
            ]
        }
        """;

    /// <summary>A code cell with neither of the members that running it fills.</summary>
    public const string Bare = """
        {
          "metadata": {},
          "nbformat": 4,
          "nbformat_minor": 2,
          "cells": [
            {
              "cell_type": "code",
              "metadata": {},
              "source": "1"
            }
          ]
        }
        """;

    public const string OneLine =
        """{"cells":[{"cell_type":"code","metadata":{},"source":"1","outputs":[],"execution_count":null}],"metadata":{},"nbformat":4,"nbformat_minor":4}""";

    public const string SpacedOneLine =
        """{"cells": [{"cell_type": "code", "metadata": {}, "source": "1"}], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}""";

    public static IReadOnlyDictionary<string, byte[]> All { get; } =
        new Dictionary<string, byte[]>
        {
            ["jupyter"] = Bytes(Jupyter),
            ["nbformat 4.0, single strings, escaped"] = Bytes(Old),
            ["missing members"] = Bytes(Bare),
            ["one line"] = Bytes(OneLine),
            ["one line with blanks"] = Bytes(SpacedOneLine),
            ["byte order mark"] = [.. Encoding.UTF8.Preamble, .. Bytes(Jupyter)],
            ["Windows line ends"] = Bytes(Jupyter.Replace("\n", "\r\n", StringComparison.Ordinal)),
            ["tabs"] = Bytes(
                string.Join(
                    '\n',
                    Jupyter
                        .Split('\n')
                        .Select(l =>
                            new string('\t', l.Length - l.TrimStart().Length) + l.TrimStart()
                        )
                )
            ),
            ["three line feeds at the end"] = Bytes(Jupyter + "\n\n"),
            ["half a surrogate pair"] = Bytes(
                Jupyter.Replace("\"two\\n\"", "\"\\udc80\\n\"", StringComparison.Ordinal)
            ),
            ["outputs unknown to the format"] = Bytes(
                Old.Replace(
                    "\"output_type\": \"stream\"",
                    "\"output_type\": \"hologram\"",
                    StringComparison.Ordinal
                )
            ),
            ["no cells"] = Bytes(
                """{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}"""
            ),
        };

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
