// The dotnet.exe of a folder laid out by lay-out: NuGet has the runtime for Windows, but not the program that starts it.
#include <stdio.h>
#include <wchar.h>
#include <windows.h>

#define LONGEST 4096

typedef int (*main_startupinfo)(int argc, const wchar_t **argv, const wchar_t *host, const wchar_t *root, const wchar_t *app);

int wmain(int argc, const wchar_t **argv)
{
    wchar_t host[LONGEST], root[LONGEST], app[LONGEST], resolver[LONGEST];
    GetModuleFileNameW(NULL, host, LONGEST);
    wcscpy(root, host);
    *wcsrchr(root, L'\\') = 0;
    _snwprintf(app, LONGEST, L"%ls\\dotnet.dll", root);
    _snwprintf(resolver, LONGEST, L"%ls\\host\\fxr\\" VERSION L"\\hostfxr.dll", root);

    HMODULE module = LoadLibraryW(resolver);
    main_startupinfo start = module ? (main_startupinfo)(void *)GetProcAddress(module, "hostfxr_main_startupinfo") : NULL;
    if (!start)
    {
        fwprintf(stderr, L"cannot load %ls\n", resolver);
        return 1;
    }
    return start(argc, argv, host, root, app);
}
