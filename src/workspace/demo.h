#pragma once

#include "base/result.h"

#include <QObject>
#include <QString>

#include <memory>

namespace workspace {

/// The demo: two git repositories written out from the resources, seven days of history made from the recipe and
/// backfilled into a real Prometheus on a free loopback port. The server ends with this object. GUI thread,
/// asynchronous.
class Demo : public QObject
{
    Q_OBJECT

public:
    explicit Demo(QObject *parent = nullptr);
    ~Demo() override;

    /// Makes everything in `folder` (created, must be empty); the history ends at `end` (Unix seconds, at most now).
    void start(const QString &folder, qint64 end);
    /// A history that ended less than an hour ago goes on while the demo lives, in pieces of this length (a minute
    /// unless set): nothing is scraped, and queries at the present would soon find nothing.
    void setContinueInterval(int milliseconds);

signals:
    /// What is being done, for a progress line; `done` of `total` steps.
    void progress(const QString &what, int done, int total);
    /// `workspaceFile` is the rulewright.yaml whose endpoint is `url`.
    void ready(const QString &workspaceFile, const QString &url);
    /// At most once; also after ready(), when the server ends.
    void failed(const base::Error &error);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace workspace
