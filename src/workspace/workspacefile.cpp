#include "workspace/workspacefile.h"

#include "base/linetable.h"
#include "yaml/stream.h"

#include <algorithm>
#include <optional>

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace workspace {

namespace {

using yaml::Node;
using yaml::NodeKind;

/// The path with the symlinks of its existing part resolved; parts that do not exist are kept.
QString resolvedPath(const QString &path)
{
    QString existing = QDir::cleanPath(path);
    QString rest;
    while (!QFileInfo::exists(existing)) {
        // A dangling link exists for whoever writes through it.
        if (QFileInfo(existing).isSymLink())
            return QFileInfo(existing).symLinkTarget() + rest;
        const qsizetype slash = existing.lastIndexOf('/');
        if (slash <= 0)
            return QDir::cleanPath(path);
        rest.prepend(existing.mid(slash));
        existing.truncate(slash);
    }
    return QDir::cleanPath(QFileInfo(existing).canonicalFilePath() + rest);
}

bool isInside(const QString &path, const QString &folder)
{
    return path == folder || path.startsWith(folder.endsWith('/') ? folder : folder + '/');
}

/// `path` relative to `folder` when it lies inside it, also behind symlinks.
std::optional<QString> relativeTo(const QString &folder, const QString &path)
{
    const QString clean = QDir::cleanPath(path);
    if (!isInside(resolvedPath(clean), resolvedPath(folder)))
        return std::nullopt;
    if (isInside(clean, folder))
        return clean.mid(folder.size() + 1);
    return resolvedPath(clean).mid(resolvedPath(folder).size() + 1);
}

/// Reads the parsed file; the first problem stops it.
class WorkspaceReader
{
public:
    WorkspaceReader(QString path, const std::string &text) : m_text(text), m_lines(text)
    {
        m_file.path = std::move(path);
    }

    base::Result<WorkspaceFile> read()
    {
        const yaml::Stream stream = yaml::parse(m_text);
        if (!stream.ok())
            return problem(stream.diagnostics.front().text, stream.diagnostics.front().range.start);
        const Node *root = stream.documents.empty() ? nullptr : stream.documents.front().root.get();
        if (root != nullptr && root->kind != NodeKind::Mapping)
            fail(TRANSLATABLE("Core",
                              "A workspace file is a mapping with the keys source, gitops, mappings and endpoints."),
                 *root);
        QString source = ".";
        std::optional<QString> gitops;
        if (root != nullptr && !m_error) {
            for (const yaml::Entry &entry : root->entries) {
                const Node &value = entry.value->resolved();
                if (entry.key->value == "source")
                    source = text(value, "source");
                else if (entry.key->value == "gitops")
                    gitops = text(value, "gitops");
                else if (entry.key->value == "mappings")
                    readMappings(value);
                else if (entry.key->value == "endpoints")
                    readEndpoints(value);
                else
                    fail({TRANSLATABLE("Core", "A workspace file has no key \"%1\"."), {entry.key->value}}, *entry.key);
            }
        }
        if (m_error)
            return *m_error;
        const QDir folder(QFileInfo(m_file.path).absolutePath());
        m_file.source = QDir::cleanPath(folder.absoluteFilePath(source));
        m_file.gitops = gitops ? QDir::cleanPath(folder.absoluteFilePath(*gitops)) : m_file.source;
        return m_file;
    }

private:
    base::Error problem(const base::Text &text, std::size_t at) const
    {
        return {base::ErrorKind::Invalid,
                {TRANSLATABLE("Core", "%1, line %2: %3"),
                 {m_file.path.toStdString(), std::to_string(m_lines.position(at).line), text.english()}},
                {}};
    }

    void fail(base::Text text, const Node &node)
    {
        if (!m_error)
            m_error = problem(text, node.range.start);
    }

    QString text(const Node &node, const char *key)
    {
        if (node.kind != NodeKind::Scalar || node.value.empty())
            fail({TRANSLATABLE("Core", "The key \"%1\" needs a text."), {key}}, node);
        return QString::fromStdString(node.value);
    }

    /// A path inside a repository, without `.` and `/` at its ends.
    QString innerPath(const Node &node, const char *key)
    {
        const QString path = QDir::cleanPath(text(node, key));
        if (path.startsWith('/') || path == ".." || path.startsWith("../")) {
            fail({TRANSLATABLE("Core", "The path \"%1\" leads out of its repository; mappings are relative to it."),
                  {path.toStdString()}},
                 node);
        }
        return path == "." ? QString() : path;
    }

    const std::vector<std::unique_ptr<Node>> &items(const Node &node, const char *key)
    {
        if (node.kind != NodeKind::Sequence && node.kind != NodeKind::Null)
            fail({TRANSLATABLE("Core", "The key \"%1\" needs a list."), {key}}, node);
        return node.items;
    }

    void readMappings(const Node &node)
    {
        for (const auto &item : items(node, "mappings")) {
            const Node &mapping = item->resolved();
            const Node *source = mapping.find("source");
            const Node *gitops = mapping.find("gitops");
            if (source == nullptr || gitops == nullptr) {
                fail(TRANSLATABLE("Core", "A mapping needs the keys source and gitops."), mapping);
                return;
            }
            for (const yaml::Entry &entry : mapping.entries) {
                if (entry.key->value != "source" && entry.key->value != "gitops")
                    fail({TRANSLATABLE("Core", "A mapping has no key \"%1\"."), {entry.key->value}}, *entry.key);
            }
            m_file.mappings.push_back(
                {innerPath(source->resolved(), "source"), innerPath(gitops->resolved(), "gitops")});
        }
    }

    /// Nested keys become `outer.inner`, list items `key.0`.
    void addOptions(EndpointEntry &endpoint, const std::string &name, const Node &node)
    {
        if (node.kind == NodeKind::Scalar)
            endpoint.options.emplace_back(name, node.value);
        for (const yaml::Entry &entry : node.entries)
            addOptions(endpoint, name + '.' + entry.key->value, entry.value->resolved());
        for (std::size_t i = 0; i < node.items.size(); ++i)
            addOptions(endpoint, name + '.' + std::to_string(i), node.items[i]->resolved());
    }

    void readEndpoints(const Node &node)
    {
        for (const auto &item : items(node, "endpoints")) {
            const Node &mapping = item->resolved();
            EndpointEntry endpoint;
            for (const yaml::Entry &entry : mapping.entries) {
                if (entry.key->value == "name")
                    endpoint.name = text(entry.value->resolved(), "name");
                else if (entry.key->value == "url")
                    endpoint.url = text(entry.value->resolved(), "url");
                else
                    addOptions(endpoint, entry.key->value, entry.value->resolved());
            }
            if (endpoint.name.isEmpty() || endpoint.url.isEmpty())
                fail(TRANSLATABLE("Core", "An endpoint needs the keys name and url."), mapping);
            const auto sameName = [&](const EndpointEntry &other) { return other.name == endpoint.name; };
            if (std::ranges::any_of(m_file.endpoints, sameName))
                fail({TRANSLATABLE("Core", "There are two endpoints named \"%1\"."), {endpoint.name.toStdString()}},
                     mapping);
            m_file.endpoints.push_back(std::move(endpoint));
        }
    }

    const std::string &m_text;
    base::LineTable m_lines;
    WorkspaceFile m_file;
    std::optional<base::Error> m_error;
};

} // namespace

std::vector<QString> WorkspaceFile::twinsOf(const QString &sourceFile) const
{
    const std::optional<QString> inner = relativeTo(source, sourceFile);
    if (!inner || gitops.isEmpty())
        return {};
    // The longest mapping wins: a file's own mapping over that of its folder. Several equal ones are several targets.
    qsizetype longest = -1;
    std::vector<QString> twins;
    for (const Mapping &mapping : mappings) {
        const bool file = *inner == mapping.source;
        const bool folder = mapping.source.isEmpty() || inner->startsWith(mapping.source + '/');
        if ((!file && !folder) || mapping.source.size() < longest)
            continue;
        if (mapping.source.size() > longest)
            twins.clear();
        longest = mapping.source.size();
        const QString rest = file ? QString() : inner->mid(mapping.source.isEmpty() ? 0 : mapping.source.size() + 1);
        const QString twin = QDir::cleanPath(gitops + '/' + mapping.gitops + '/' + rest);
        const bool outside = !isInside(resolvedPath(twin), resolvedPath(gitops));
        const bool itself = resolvedPath(twin) == resolvedPath(sourceFile);
        if (!outside && !itself && std::ranges::find(twins, twin) == twins.end())
            twins.push_back(twin);
    }
    return twins;
}

base::Result<WorkspaceFile> readWorkspaceFile(const QString &fileOrFolder)
{
    QFileInfo place(fileOrFolder);
    if (place.isDir())
        place = QFileInfo(QDir(fileOrFolder).filePath("rulewright.yaml"));
    const QString path = QDir::cleanPath(place.absoluteFilePath());
    if (!place.exists()) {
        return base::Error{base::ErrorKind::NotFound,
                           {TRANSLATABLE("Core", "There is no workspace file %1."), {path.toStdString()}},
                           {}};
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return base::Error{base::ErrorKind::Permission,
                           {TRANSLATABLE("Core", "The workspace file %1 could not be read."), {path.toStdString()}},
                           file.errorString().toStdString()};
    }
    const std::string text = file.readAll().toStdString();
    return WorkspaceReader(path, text).read();
}

} // namespace workspace
