#pragma once

#include "base/byterange.h"
#include "yaml/stream.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace deployment {

class Manifest;

/// One Kubernetes object of a manifest; items of a `List` count by themselves.
struct Resource
{
    std::string apiVersion;
    std::string kind;
    std::string name;
    /// As written; empty when none is.
    std::string nameSpace;
    std::map<std::string, std::string> labels;
    /// The object's mapping, owned by `manifest`.
    const yaml::Node *node = nullptr;
    std::shared_ptr<const Manifest> manifest;

    /// Equal kind and name.
    [[nodiscard]] bool sameObject(const Resource &other) const { return kind == other.kind && name == other.name; }
};

/// One YAML file of a repository: immutable, made once.
class Manifest : public std::enable_shared_from_this<Manifest>
{
public:
    /// Never null; a text that is not YAML has no resources.
    [[nodiscard]] static std::shared_ptr<const Manifest> read(std::string path, std::string text);

    /// Relative to its repository, `/` separated.
    [[nodiscard]] const std::string &path() const { return m_path; }
    [[nodiscard]] const std::string &text() const { return m_text; }
    [[nodiscard]] const yaml::Stream &stream() const { return m_stream; }
    [[nodiscard]] std::vector<Resource> resources() const;
    /// The mapping of the first document, or null.
    [[nodiscard]] const yaml::Node *root() const;
    /// 1-based.
    [[nodiscard]] std::size_t lineOf(std::size_t offset) const;

private:
    Manifest(std::string path, std::string text);

    std::string m_path;
    std::string m_text;
    yaml::Stream m_stream;
};

/// The value behind a chain of keys, aliases followed; null when there is none.
[[nodiscard]] const yaml::Node *valueAt(const yaml::Node &node, std::initializer_list<std::string_view> keys);
/// The scalar there, or empty.
[[nodiscard]] const std::string &textAt(const yaml::Node &node, std::initializer_list<std::string_view> keys);
/// The items of the sequence there; none when it is no sequence.
[[nodiscard]] std::vector<const yaml::Node *> itemsAt(const yaml::Node &node,
                                                      std::initializer_list<std::string_view> keys);
[[nodiscard]] std::map<std::string, std::string> pairsAt(const yaml::Node &node,
                                                         std::initializer_list<std::string_view> keys);

/// The files of one repository that matter here, as they were read.
struct Repository
{
    /// "source" or "gitops".
    std::string role;
    /// Every file and folder, relative and `/` separated; folders with and without a slash at their end.
    std::set<std::string> paths;
    std::map<std::string, std::shared_ptr<const Manifest>> manifests;

    [[nodiscard]] bool has(const std::string &path) const { return paths.contains(path); }
    [[nodiscard]] std::shared_ptr<const Manifest> find(const std::string &path) const;
};

/// `path` as it is reached from `folder`, without `.` and `..`; nothing when it leads out of the repository.
[[nodiscard]] std::optional<std::string> pathFrom(std::string_view folder, std::string_view path);
/// Without the last part; empty at the top.
[[nodiscard]] std::string folderOf(std::string_view path);
[[nodiscard]] std::string fileNameOf(std::string_view path);

} // namespace deployment
