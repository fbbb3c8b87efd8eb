# Compiles translations/rulewright_*.ts and embeds them under :/i18n/ in whatever links rulewright_translations.
# Extracting texts is `./dev i18n`, never a build.
find_package(Qt6 REQUIRED COMPONENTS LinguistTools)

file(GLOB translation_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/translations/rulewright_*.ts")
if(NOT translation_sources)
    add_library(rulewright_translations INTERFACE)
    return()
endif()

set(translation_folder "${PROJECT_BINARY_DIR}/translations")
set(translation_files "")
set(translation_entries "")
foreach(source ${translation_sources})
    get_filename_component(name "${source}" NAME_WE)
    add_custom_command(OUTPUT "${translation_folder}/${name}.qm" DEPENDS "${source}"
        COMMAND Qt6::lrelease -silent "${source}" -qm "${translation_folder}/${name}.qm"
        COMMENT "Compiling ${name}.ts" VERBATIM)
    list(APPEND translation_files "${translation_folder}/${name}.qm")
    string(APPEND translation_entries "<file>${name}.qm</file>")
endforeach()
file(CONFIGURE OUTPUT "${translation_folder}/translations.qrc"
    CONTENT "<RCC><qresource prefix=\"/i18n\">${translation_entries}</qresource></RCC>\n")
add_custom_command(OUTPUT "${translation_folder}/qrc_translations.cpp"
    DEPENDS "${translation_folder}/translations.qrc" ${translation_files}
    COMMAND Qt6::rcc -name translations -o "${translation_folder}/qrc_translations.cpp" "${translation_folder}/translations.qrc"
    COMMENT "Embedding translations" VERBATIM)
add_library(rulewright_translations OBJECT "${translation_folder}/qrc_translations.cpp")
set_target_properties(rulewright_translations PROPERTIES AUTOMOC OFF AUTOUIC OFF AUTORCC OFF UNITY_BUILD OFF)
target_link_libraries(rulewright_translations PRIVATE Qt6::Core)
