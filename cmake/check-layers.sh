#!/bin/bash
# Checks the arrows between the folders of src/ as src/CMakeLists.txt draws them, and the other rules about what may
# know what. With the path of rulewright-cli: that it links no GUI library. Prints each breach; exit 1 if there is any.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

breaches=0
breach() {
    printf '%s\n' "$*" >&2
    breaches=$((breaches + 1))
}

if [ "$#" -gt 0 ]; then
    while read -r library; do
        breach "$1 links the GUI library $library; it must run where there is none."
    done < <(ldd "$1" | grep -oE '^\s*lib(Qt6(Gui|Widgets|Svg|PrintSupport|OpenGL)|qscintilla|qcustomplot|qt6keychain|X11|xcb|wayland|GL)[^ ]*' || true)
    exit $((breaches > 0))
fi

# depends[x]: the folders of src/ that x names behind DEPENDS; plain: the folders that do without Qt.
declare -A depends below
folders=() plain=()
while read -r name rest; do
    folders+=("$name")
    [[ " $rest " != *" PLAIN "* ]] || plain+=("$name")
    depends[$name]=$(grep -oE 'rulewright_[a-z]+' <<<"$rest" | sed 's/^rulewright_//' | tr '\n' ' ' || true)
done < <(tr '\n' ' ' <src/CMakeLists.txt | grep -oE 'rulewright_folder\([^)]*\)' | sed 's/^rulewright_folder(//; s/)$//')

# The lowest folders come first, so what lies below a dependency is known already.
for name in "${folders[@]}"; do
    below[$name]=" $name "
    for dependency in ${depends[$name]}; do
        [ -n "${below[$dependency]:-}" ] || breach "src/CMakeLists.txt: $name depends on $dependency, which is not listed before it."
        below[$name]+="${below[$dependency]:- } "
    done
done

for name in "${folders[@]}"; do
    [ -d "src/$name" ] || continue
    while IFS=: read -r file line included; do
        included=${included#*\"}
        folder=${included%%/*}
        [ "$folder" != "$included" ] || continue
        [[ "${below[$name]}" == *" $folder "* ]] ||
            breach "$file:$line: src/$name must not include $folder/: see the arrows in src/CMakeLists.txt."
    done < <(grep -rnoE '^\s*#\s*include\s+"[^"]+' "src/$name" --include='*.cpp' --include='*.h' || true)
done

for name in "${plain[@]}"; do
    [ -d "src/$name" ] || continue
    while IFS= read -r place; do
        breach "$place: src/$name does without Qt."
    done < <(grep -rnE '^\s*#\s*include\s+<(Q[A-Z]|Qt|Qsci)' "src/$name" || true)
done

while IFS= read -r place; do
    breach "$place: yaml-cpp is included in src/yaml only."
done < <(grep -rnE '^\s*#\s*include\s+[<"]yaml-cpp' src | grep -v '^src/yaml/' || true)

while read -r lines file; do
    [ "$file" != total ] || continue
    [ "$lines" -lt 600 ] || breach "$file: $lines lines; split it below 600."
done < <(find src tests cmake dev .ci -type f \( -name '*.cpp' -o -name '*.h' -o -name '*.sh' -o -name dev -o -name run \) -exec wc -l {} +)

exit $((breaches > 0))
