#pragma once

#include "deployment/finding.h"
#include "deployment/kustomization.h"

#include <vector>

namespace deployment {

/// Manifests that no kustomization registers though one is responsible for their folder, kustomizations that nothing
/// reaches, entries that name what does not exist, and entries that are there twice. Fixes are edits of the
/// kustomization.
[[nodiscard]] std::vector<Finding> registrationFindings(const Repository &repository);

/// The kustomization that is responsible for a manifest: that of its folder, or of the nearest folder above that has
/// one. Nothing when there is none.
[[nodiscard]] std::optional<Kustomization> responsibleFor(const Repository &repository, const std::string &path);

/// Whether any kustomization names the file, in whatever role.
[[nodiscard]] bool isRegistered(const Repository &repository, const std::string &path);

/// The edit that registers a manifest with the kustomization responsible for it; nothing when there is none, or it does
/// name it.
[[nodiscard]] std::optional<FileEdit> registrationEdit(const Repository &repository, const std::string &path);

} // namespace deployment
