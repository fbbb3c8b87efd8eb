#include "promql/dialecttext.h"
#include "workspace/workspace.h"

/// In which language the workspace is read.
namespace workspace {

void Workspace::setEndpointDialect(const std::optional<promql::Dialect> &dialect)
{
    m_endpointDialect = dialect;
    readInDialect();
}

void Workspace::setChosenVersion(std::optional<promql::Version> version)
{
    m_chosenVersion = version;
    storeChosenVersion(m_openedPath, version);
    readInDialect();
}

void Workspace::readInDialect()
{
    if (!isOpen())
        return;
    const DialectChoice choice = chooseDialect(m_chosenVersion, m_file, m_endpointDialect);
    if (promql::sameDialect(choice.dialect, m_dialect.dialect))
        takeDialect(choice);
    else
        scan(false);
}

void Workspace::takeDialect(const DialectChoice &choice)
{
    const bool reads = !promql::sameDialect(choice.dialect, m_dialect.dialect);
    const bool says = reads || choice.source != m_dialect.source;
    m_dialect = choice;
    if (reads) {
        for (const auto &[path, document] : m_documents)
            analyseSoon(document.get());
    }
    if (says)
        emit dialectChanged();
}

} // namespace workspace
