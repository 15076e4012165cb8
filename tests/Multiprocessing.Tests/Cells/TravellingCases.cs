namespace Multiprocessing.Tests.Cells;

/// <summary>Functions and types as people write them in cells. <c>Text</c> joins results with commas.</summary>
internal static class TravellingCases
{
    public const string Prelude = """
        static string Text<T>(IEnumerable<T> results) => string.Join(",", results);
        var pool = CellPool.Pool;
        """;

    public static readonly TravellingCase[] All =
    [
        new(
            "a function of the same cell",
            "1,4,9",
            "int Square(int n) => n * n; Text(pool.Map(Square, [1, 2, 3]))"
        ),
        new(
            "a function of an earlier cell",
            "2,3",
            "int Next(int n) => n + 1;",
            "1 + 1",
            "Text(pool.Map(Next, [1, 2]))"
        ),
        new(
            "a function that calls others, in earlier and later cells",
            "11,21",
            "int Tenfold(int n) => n * 10;",
            "int Up(int n) => Tenfold(n) + 1;",
            "int Outer(int n) => Up(n);",
            "Text(pool.Map(Outer, [1, 2]))"
        ),
        new("a lambda without captures", "2,4", "Text(pool.Map(n => n * 2, [1, 2]))"),
        new("a static lambda", "2,4", "Text(pool.Map(static n => n * 2, [1, 2]))"),
        new(
            "a lambda over a variable of an earlier cell",
            "6,7",
            "var offset = 5;",
            "Text(pool.Map(n => n + offset, [1, 2]))"
        ),
        new(
            "a closure over block locals and cell variables",
            "18",
            "var big = 10;",
            "Func<int, int> F() { int small = 7; return n => n + small + big; }",
            "Text(pool.Map(F(), [1]))"
        ),
        new(
            "a local function with a closure",
            "12",
            "int Run() { int k = 4; int Local(int n) => n * k; return pool.Map(Local, [3])[0]; }",
            "Run()"
        ),
        new(
            "recursion",
            "120",
            "int Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);",
            "Text(pool.Map(Factorial, [5]))"
        ),
        new(
            "a generic function",
            "a!,b!",
            "string Shout<T>(T value) => value + \"!\";",
            "Text(pool.Map(Shout<string>, [\"a\", \"b\"]))"
        ),
        new(
            "a generic function called by a generic function",
            "[7]",
            "string Inner<T>(T value) => $\"[{value}]\";",
            "string Outer<T>(T value) => Inner<T>(value);",
            "Text(pool.Map(Outer<int>, [7]))"
        ),
        new(
            "an iterator inside",
            "6",
            "IEnumerable<int> UpTo(int n) { for (int i = 1; i <= n; i++) yield return i; }",
            "Text(pool.Map(n => UpTo(n).Sum(), [3]))"
        ),
        new(
            "an iterator as the result is brought home as a sequence",
            "1,2,3",
            "IEnumerable<int> UpTo(int n) { for (int i = 1; i <= n; i++) yield return i; }",
            "Text(pool.Map(UpTo, [3])[0])"
        ),
        new(
            "a lazy query as the result",
            "2,4",
            "Text(pool.Run(() => new[] { 1, 2 }.Select(n => n * 2)))"
        ),
        new(
            "async inside",
            "3,4",
            "async Task<int> Slow(int n) { await Task.Delay(1); return n + 2; }",
            "Text(pool.Map(Slow, [1, 2]))"
        ),
        new(
            "an async lambda over a cell variable",
            "8",
            "var seven = 7;",
            "Text(await pool.MapAsync(async n => { await Task.Yield(); return n + seven; }, [1]))"
        ),
        new(
            "await in the worker of a function that awaits another",
            "5",
            "async Task<int> Two() { await Task.Yield(); return 2; }",
            "async Task<int> Five() => await Two() + 3;",
            "await pool.RunAsync(Five)"
        ),
        new(
            "a class of a cell as item and result",
            "Ada 37",
            "class Person { public string Name { get; set; } public int Age; }",
            "var older = pool.Map(p => new Person { Name = p.Name, Age = p.Age + 1 }, [new Person { Name = \"Ada\", Age = 36 }]);",
            "$\"{older[0].Name} {older[0].Age}\""
        ),
        new(
            "a record",
            "Point { X = 1, Y = 4 }",
            "record Point(int X, int Y);",
            "Text(pool.Map(p => p with { Y = p.Y * 2 }, [new Point(1, 2)]))"
        ),
        new(
            "a struct and a record struct",
            "3 Size { W = 4 }",
            "struct Length { public int Value; } record struct Size(int W);",
            "var a = pool.Map(l => new Length { Value = l.Value + 1 }, [new Length { Value = 2 }])[0].Value; var b = pool.Map(s => s with { W = 4 }, [new Size(1)])[0];",
            "$\"{a} {b}\""
        ),
        new(
            "an enum",
            "Blue",
            "enum Colour { Red, Blue }",
            "Text(pool.Map(c => c == Colour.Red ? Colour.Blue : Colour.Red, [Colour.Red]))"
        ),
        new(
            "an interface with implementations, called by the interface",
            "4,28",
            "interface IShape { int Area(); } class Square(int side) : IShape { public int Area() => side * side; } class Box(int w, int h) : IShape { public int Area() => Helper.Times(w, h); } static class Helper { public static int Times(int a, int b) => a * b; }",
            "Text(pool.Map(s => s.Area(), new IShape[] { new Square(2), new Box(4, 7) }))"
        ),
        new(
            "a generic type",
            "<9>",
            "class Wrapped<T> { public T Value; public override string ToString() => $\"<{Value}>\"; }",
            "Text(pool.Map(w => new Wrapped<int> { Value = w.Value.Length }, [new Wrapped<string> { Value = \"ninechars\" }]))"
        ),
        new(
            "types over types of several cells",
            "Team { Lead = Member { Name = Bo } }",
            "record Member(string Name);",
            "record Team(Member Lead);",
            "Text(pool.Map(t => new Team(new Member(\"Bo\")), [new Team(new Member(\"Al\"))]))"
        ),
        new(
            "an exception type of a cell",
            "Broken at 3",
            "class Broken(int place) : Exception($\"Broken at {place}\") { public int Place { get; } = place; }",
            "string Caught() { try { pool.Map(int (int n) => throw new Broken(n), [3]); return \"nothing\"; } catch (Broken e) when (e.Place == 3) { return e.Message; } }",
            "Caught()"
        ),
        new(
            "array initialisers",
            "6,5",
            "int Sum(int n) { int[] data = [1, 2, 3, 4]; return data.Take(n).Sum(); }",
            "Text(new[] { pool.Map(Sum, [3])[0], pool.Run(() => new byte[] { 1, 1, 1, 1, 1 }.Length) })"
        ),
        new(
            "a switch over strings",
            "2,7,0",
            "int Kind(string s) => s switch { \"two\" => 2, \"seven\" => 7, \"aaaa\" => 3, \"bbbb\" => 4, \"cccc\" => 5, \"dddd\" => 6, \"eeee\" => 8, _ => 0 };",
            "Text(pool.Map(Kind, [\"two\", \"seven\", \"other\"]))"
        ),
        new(
            "nested lambdas",
            "16",
            "var a = 1;",
            "int Nest(int n) { Func<int, Func<int, int>> f = x => y => x + y + n + a; return f(3)(2); }",
            "Text(pool.Map(Nest, [10]))"
        ),
        new(
            "a delegate held in a variable that the function calls",
            "31",
            "int plus = 1; Func<int, int> step = n => n * 10 + plus;",
            "int Call(int n) => step(n);",
            "Text(pool.Map(Call, [3]))"
        ),
        new(
            "functions as items",
            "4,9",
            "Text(pool.Map(f => f(3), new Func<int, int>[] { n => n + 1, n => n * n }))"
        ),
        new(
            "an instance method of an object of a cell",
            "15",
            "class Scaler(int factor) { public int Apply(int n) => n * factor; }",
            "var scaler = new Scaler(5);",
            "Text(pool.Map(scaler.Apply, [3]))"
        ),
        new(
            "a static method of a cell's class",
            "27",
            "static class Maths { public static int Cube(int n) => n * n * n; }",
            "Text(pool.Map(Maths.Cube, [3]))"
        ),
        new("a method of the framework", "2,1", "Text(pool.Map(Math.Abs, [-2, 1]))"),
        new(
            "a pattern, a tuple and a range",
            "mid:(2, 3)",
            "string Look((int, int[]) t) => t is (> 0, [_, .. var mid, _]) ? $\"mid:({mid[0]}, {mid[1]})\" : \"no\";",
            "Text(pool.Map(Look, [(1, new[] { 1, 2, 3, 4 })]))"
        ),
        new(
            "an anonymous type",
            "{ A = 2, B = x }",
            "Text(pool.Map(o => new { A = o.A + 1, o.B }, [new { A = 1, B = \"x\" }]))"
        ),
        new(
            "captured values travel by value",
            "0:1,1",
            "var list = new List<int>();",
            "int Add(int n) { list.Add(n); return list.Count; }",
            "var counts = pool.Map(Add, [1, 2], chunkSize: 2); $\"{list.Count}:{counts[0]},{counts[1] - 1}\""
        ),
        new(
            "a cell that also holds a pool, a socket, a timer and a thread",
            "42",
            "var own = new ProcessPool(1); var timer = new Timer(_ => { }); var thread = new Thread(() => { }); var factor = 6; int Times(int n) => n * factor;",
            "var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);",
            "var result = Text(own.Map(Times, [7])); own.Dispose(); socket.Dispose(); result"
        ),
        new(
            "a lambda beside one that captures what cannot travel",
            "5",
            "string Both() { var client = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp); int k = 4; Func<bool> other = () => client.Connected; var r = pool.Map(n => n + k, [1]); client.Dispose(); return other() + Text(r); }",
            "Both()[5..]"
        ),
        new(
            "a cell's static field begins with its initialiser in the worker",
            "initial",
            "static class Config { public static string Value = \"initial\"; }",
            "Config.Value = \"changed\";",
            "pool.Run(() => Config.Value)"
        ),
    ];
}
