<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>Open &amp;folder…</source>
        <translation>폴더 열기(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Open file…</source>
        <translation>파일 열기(&amp;O)…</translation>
    </message>
    <message>
        <source>Open the &amp;demo</source>
        <translation>데모 열기(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;New rule file…</source>
        <translation>새 규칙 파일(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;Save file</source>
        <translation>파일 저장(&amp;S)</translation>
    </message>
    <message>
        <source>Save &amp;all files</source>
        <translation>모든 파일 저장(&amp;A)</translation>
    </message>
    <message>
        <source>Save to &amp;both…</source>
        <translation>두 저장소에 저장(&amp;B)…</translation>
    </message>
    <message>
        <source>&amp;Reload from disk</source>
        <translation>디스크에서 다시 읽기(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Close file</source>
        <translation>파일 닫기(&amp;C)</translation>
    </message>
    <message>
        <source>Close &amp;workspace</source>
        <translation>작업 공간 닫기(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>끝내기(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>실행 취소(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>다시 실행(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Complete</source>
        <translation>자동 완성(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Fix the problem…</source>
        <translation>문제 고치기(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Next problem</source>
        <translation>다음 문제(&amp;N)</translation>
    </message>
    <message>
        <source>F&amp;ormat the expression</source>
        <translation>표현식 정리(&amp;O)</translation>
    </message>
    <message>
        <source>Fo&amp;ld or unfold all</source>
        <translation>모두 접기/펼치기(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Command palette…</source>
        <translation>명령 팔레트(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Go to rule…</source>
        <translation>규칙로 이동(&amp;G)…</translation>
    </message>
    <message>
        <source>Go to de&amp;pendency…</source>
        <translation>읽는 대상으로 이동(&amp;P)…</translation>
    </message>
    <message>
        <source>Go to depe&amp;ndent…</source>
        <translation>읽는 쪽으로 이동(&amp;N)…</translation>
    </message>
    <message>
        <source>Next &amp;pane</source>
        <translation>다음 패널(&amp;P)</translation>
    </message>
    <message>
        <source>Pre&amp;vious pane</source>
        <translation>이전 패널(&amp;V)</translation>
    </message>
    <message>
        <source>Back to the &amp;editor</source>
        <translation>편집기로 돌아가기(&amp;E)</translation>
    </message>
    <message>
        <source>Dependency &amp;graph</source>
        <translation>의존성 그래프(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Preview</source>
        <translation>미리보기(&amp;P)</translation>
    </message>
    <message>
        <source>P&amp;roblems</source>
        <translation>문제(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Filter rules</source>
        <translation>규칙 필터(&amp;F)</translation>
    </message>
    <message>
        <source>Theme: &amp;system</source>
        <translation>테마: 시스템(&amp;S)</translation>
    </message>
    <message>
        <source>Theme: &amp;light</source>
        <translation>테마: 밝게(&amp;L)</translation>
    </message>
    <message>
        <source>Theme: &amp;dark</source>
        <translation>테마: 어둡게(&amp;D)</translation>
    </message>
    <message>
        <source>Language: s&amp;ystem</source>
        <translation>언어: 시스템(&amp;Y)</translation>
    </message>
    <message>
        <source>Language: &amp;English</source>
        <translation>언어: 영어(&amp;E)</translation>
    </message>
    <message>
        <source>Language: &amp;Korean</source>
        <translation>언어: 한국어(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Larger text</source>
        <translation>글자 크게(&amp;L)</translation>
    </message>
    <message>
        <source>S&amp;maller text</source>
        <translation>글자 작게(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Normal text size</source>
        <translation>기본 글자 크기(&amp;N)</translation>
    </message>
    <message>
        <source>New &amp;alerting rule</source>
        <translation>새 alerting rule(&amp;A)</translation>
    </message>
    <message>
        <source>New &amp;recording rule</source>
        <translation>새 recording rule(&amp;R)</translation>
    </message>
    <message>
        <source>New &amp;group</source>
        <translation>새 그룹(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Duplicate rule</source>
        <translation>규칙 복제(&amp;D)</translation>
    </message>
    <message>
        <source>De&amp;lete rule</source>
        <translation>규칙 삭제(&amp;L)</translation>
    </message>
    <message>
        <source>Move rule &amp;up</source>
        <translation>규칙 위로 이동(&amp;U)</translation>
    </message>
    <message>
        <source>Move rule d&amp;own</source>
        <translation>규칙 아래로 이동(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Look again at files and repositories</source>
        <translation>파일과 저장소 다시 살펴보기(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Add endpoint…</source>
        <translation>엔드포인트 추가(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Edit endpoint…</source>
        <translation>엔드포인트 편집(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Remove endpoint</source>
        <translation>엔드포인트 제거(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Run the preview now</source>
        <translation>지금 미리보기 실행(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>단축키(&amp;K)</translation>
    </message>
    <message>
        <source>A&amp;bout Rulewright</source>
        <translation>Rulewright 정보(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Backtest the alert</source>
        <translation>alert 백테스트(&amp;B)</translation>
    </message>
    <message>
        <source>Compare &amp;versions in the graph…</source>
        <translation>그래프에서 버전 비교(&amp;V)…</translation>
    </message>
    <message>
        <source>E&amp;xport the graph…</source>
        <translation>그래프 내보내기(&amp;X)…</translation>
    </message>
    <message>
        <source>Fi&amp;nd and replace…</source>
        <translation>찾아 바꾸기(&amp;N)…</translation>
    </message>
    <message>
        <source>S&amp;witch off</source>
        <translation>끄기(&amp;W)</translation>
    </message>
    <message>
        <source>Switch &amp;on</source>
        <translation>켜기(&amp;O)</translation>
    </message>
    <message>
        <source>Set a &amp;field of the rules…</source>
        <translation>규칙의 필드 지정(&amp;F)…</translation>
    </message>
    <message>
        <source>Rena&amp;me the recording rule…</source>
        <translation>recording rule 이름 바꾸기(&amp;M)…</translation>
    </message>
    <message>
        <source>Copy the group as a r&amp;ule file</source>
        <translation>그룹을 규칙 파일로 복사(&amp;U)</translation>
    </message>
    <message>
        <source>Copy the group as a &amp;ConfigMap</source>
        <translation>그룹을 ConfigMap으로 복사(&amp;C)</translation>
    </message>
    <message>
        <source>Copy the group as a &amp;PrometheusRule</source>
        <translation>그룹을 PrometheusRule로 복사(&amp;P)</translation>
    </message>
    <message>
        <source>Pa&amp;ste rules</source>
        <translation>규칙 붙여 넣기(&amp;S)</translation>
    </message>
    <message>
        <source>Re&amp;view copies of rules</source>
        <translation>복사된 규칙 검토(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Drift</source>
        <translation>드리프트(&amp;D)</translation>
    </message>
    <message>
        <source>Deli&amp;very</source>
        <translation>전달(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Fetch in the background</source>
        <translation>백그라운드에서 가져오기(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Dialect of the rules…</source>
        <translation>규칙의 방언(&amp;D)…</translation>
    </message>
    <message>
        <source>&amp;Until live</source>
        <translation>반영 추적(&amp;U)</translation>
    </message>
</context>
<context>
    <name>Backtest</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n일</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n시간</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n분</numerusform>
        </translation>
    </message>
    <message>
        <source>The range holds no evaluation of this rule.</source>
        <translation>이 범위에는 이 규칙의 평가가 없습니다.</translation>
    </message>
    <message>
        <source>Whether this rule would have been firing is not known.</source>
        <translation>이 규칙이 firing이었을지는 알 수 없습니다.</translation>
    </message>
    <message>
        <source>This rule would not have been firing in the last %1.</source>
        <translation>이 규칙을 적용했다면 지난 %1 동안 firing이 아니었을 것입니다.</translation>
    </message>
    <message numerus="yes">
        <source>This rule would have been firing %1 of the last %2, in %n firing(s).</source>
        <translation>
            <numerusform>이 규칙을 적용했다면 지난 %2 중 %1의 시간 동안 firing이었을 것입니다(%n회).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>As it was saved: %1, in %n firing(s).</source>
        <translation>
            <numerusform>저장된 규칙: %1(%n회).</numerusform>
        </translation>
    </message>
    <message>
        <source>Longest firing: %1</source>
        <translation>가장 긴 firing: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n flap(s)</source>
        <translation>
            <numerusform>반복 %n회</numerusform>
        </translation>
    </message>
    <message>
        <source>Evaluated every %1</source>
        <translation>평가 주기 %1</translation>
    </message>
    <message>
        <source>Asked tick by tick</source>
        <translation>평가 시점마다 instant 쿼리로 조회</translation>
    </message>
    <message>
        <source>Asked by range queries</source>
        <translation>range 쿼리로 조회</translation>
    </message>
    <message>
        <source>Answered by %1 %2</source>
        <translation>응답한 서버: %1 %2</translation>
    </message>
    <message>
        <source>Depending on when it is evaluated: %1 to %2 of the time, %3 to %4 firings.</source>
        <translation>평가 시점에 따라 달라집니다: 시간의 %1~%2, firing %3~%4회.</translation>
    </message>
    <message>
        <source>Nothing is known of %1 of the time.</source>
        <translation>알 수 없는 시간: %1.</translation>
    </message>
    <message>
        <source>Checked against what is recorded of %1: the same at all %2 ticks.</source>
        <translation>기록된 값과 대조했습니다(%1): 평가 시점 %2개에서 모두 같습니다.</translation>
    </message>
    <message>
        <source>Checked against what is recorded of %1: different at %2 of %3 ticks.</source>
        <translation>기록된 값과 대조했습니다(%1): 평가 시점 %3개 중 %2개에서 다릅니다.</translation>
    </message>
    <message>
        <source>%1 is not loaded at the endpoint; what it would record is put in its place.</source>
        <translation>엔드포인트에 로드되지 않았습니다: %1. 이 규칙이 기록할 값을 대신 넣었습니다.</translation>
    </message>
    <message>
        <source>%1 is loaded at the endpoint as another rule; what it would record is put in its place.</source>
        <translation>엔드포인트에는 다른 규칙으로 로드되어 있습니다: %1. 이 규칙이 기록할 값을 대신 넣었습니다.</translation>
    </message>
    <message>
        <source>%1 is not recorded at the beginning of the range; what it would have recorded is put in its place.</source>
        <translation>범위의 시작에는 기록이 없습니다: %1. 기록했을 값을 대신 넣었습니다.</translation>
    </message>
    <message>
        <source>%1 would have been firing %2. ALERTS does not show it.</source>
        <translation>firing이었을 것입니다: %1, %2. ALERTS에는 없습니다.</translation>
    </message>
    <message>
        <source>%1 was firing %2. The backtest does not show it.</source>
        <translation>firing이었습니다: %1, %2. 백테스트에는 없습니다.</translation>
    </message>
    <message>
        <source>%1 would have been firing %2. ALERTS shows %3.</source>
        <translation>firing이었을 것입니다: %1, %2. ALERTS의 기록: %3.</translation>
    </message>
    <message>
        <source>This rule would have been firing %1 of the last %2, since before they began.</source>
        <translation>이 규칙을 적용했다면 지난 %2 중 %1의 시간 동안 firing이었을 것입니다. 구간이 시작되기 전부터 firing 상태였습니다.</translation>
    </message>
    <message>
        <source>As it was saved: not known.</source>
        <translation>저장된 규칙: 알 수 없음.</translation>
    </message>
    <message>
        <source>As it was saved: not firing.</source>
        <translation>저장된 규칙: firing 없음.</translation>
    </message>
    <message>
        <source>As it was saved: %1, since before the range began.</source>
        <translation>저장된 규칙: %1(범위 시작 전부터).</translation>
    </message>
    <message>
        <source>This rule would not have been firing in these %1.</source>
        <translation>이 규칙을 적용했다면 선택한 %1 동안 firing이 아니었을 것입니다.</translation>
    </message>
    <message>
        <source>This rule would have been firing %1 of these %2, since before they began.</source>
        <translation>이 규칙을 적용했다면 선택한 %2 중 %1의 시간 동안 firing이었을 것입니다. 구간이 시작되기 전부터 firing 상태였습니다.</translation>
    </message>
    <message numerus="yes">
        <source>This rule would have been firing %1 of these %2, in %n firing(s).</source>
        <translation>
            <numerusform>이 규칙을 적용했다면 선택한 %2 중 %1의 시간 동안 firing이었을 것입니다(%n회).</numerusform>
        </translation>
    </message>
    <message>
        <source>At other times within the interval it comes out the same.</source>
        <translation>주기 안의 다른 시점에 평가해도 결과는 같습니다.</translation>
    </message>
</context>
<context>
    <name>Core</name>
    <message>
        <source>The text has changed since this edit was made.</source>
        <translation>이 편집을 만든 뒤에 텍스트가 바뀌었습니다.</translation>
    </message>
    <message>
        <source>The expression has no condition: the alert fires for every series it returns, whatever the value.</source>
        <translation>표현식에 조건이 없습니다. 값과 상관없이 반환되는 모든 시계열에 대해 alert가 발생합니다.</translation>
    </message>
    <message>
        <source>The group records %1 with the same labels twice. The two may overwrite each other.</source>
        <translation>이 그룹은 같은 라벨로 두 번 기록합니다: %1. 서로 덮어쓸 수 있습니다.</translation>
    </message>
    <message>
        <source>The alert %1 stands in this group twice with the same expression and labels.</source>
        <translation>표현식과 라벨이 같은 alert가 이 그룹에 두 번 있습니다: %1.</translation>
    </message>
    <message>
        <source>The first one is here.</source>
        <translation>첫 번째는 여기에 있습니다.</translation>
    </message>
    <message>
        <source>This file holds no rules.</source>
        <translation>이 파일에는 규칙이 없습니다.</translation>
    </message>
    <message>
        <source>Name the files or folders to check.</source>
        <translation>검사할 파일이나 폴더를 지정하십시오.</translation>
    </message>
    <message>
        <source>There is no group %1.</source>
        <translation>그룹이 없습니다: %1.</translation>
    </message>
    <message>
        <source>%1 groups are named %2. Say which with --document or --key.</source>
        <translation>이름이 같은 그룹이 %1개 있습니다: %2. --document 또는 --key로 지정하십시오.</translation>
    </message>
    <message>
        <source>There is no rule %1 in the group %2.</source>
        <translation>그룹 %2에 없는 규칙입니다: %1.</translation>
    </message>
    <message>
        <source>%1 rules of the group are named %2. Say which with %2#0 to %2#%3.</source>
        <translation>그룹 안에 이름이 같은 규칙이 %1개 있습니다: %2. %2#0부터 %2#%3까지 중에서 지정하십시오.</translation>
    </message>
    <message>
        <source>--set takes PATH=VALUE, not &quot;%1&quot;.</source>
        <translation>--set에는 PATH=VALUE가 필요합니다: &quot;%1&quot;.</translation>
    </message>
    <message>
        <source>Name one file to edit.</source>
        <translation>편집할 파일 하나를 지정하십시오.</translation>
    </message>
    <message>
        <source>Name the rule with --group and either --rule or --index.</source>
        <translation>--group과 함께 --rule 또는 --index로 규칙을 지정하십시오.</translation>
    </message>
    <message>
        <source>Say what to change with --set or --unset.</source>
        <translation>--set 또는 --unset으로 바꿀 내용을 지정하십시오.</translation>
    </message>
    <message>
        <source>Name the files or folders to format.</source>
        <translation>정리할 파일이나 폴더를 지정하십시오.</translation>
    </message>
    <message>
        <source>Name the files or folders to read.</source>
        <translation>읽을 파일이나 폴더를 지정하십시오.</translation>
    </message>
    <message>
        <source>Nothing in these files is named %1.</source>
        <translation>이 파일들에 그런 이름이 없습니다: %1.</translation>
    </message>
    <message>
        <source>There is no option %1.</source>
        <translation>그런 옵션은 없습니다: %1.</translation>
    </message>
    <message>
        <source>The option %1 takes no value.</source>
        <translation>값을 받지 않는 옵션입니다: %1.</translation>
    </message>
    <message>
        <source>The option %1 needs a value.</source>
        <translation>값이 필요한 옵션입니다: %1.</translation>
    </message>
    <message>
        <source>The option %1 is written twice.</source>
        <translation>옵션이 두 번 쓰였습니다: %1.</translation>
    </message>
    <message>
        <source>The option %1 is one of %2, not &quot;%3&quot;.</source>
        <translation>옵션 %1에 쓸 수 있는 값: %2. 입력한 값: &quot;%3&quot;.</translation>
    </message>
    <message>
        <source>The option %1 is a whole number from 0 to %2, not &quot;%3&quot;.</source>
        <translation>옵션 %1에는 0부터 %2 사이의 정수가 필요합니다: &quot;%3&quot;.</translation>
    </message>
    <message>
        <source>The option --dialect is a Prometheus version from 2.42 to 3.14, not &quot;%1&quot;.</source>
        <translation>--dialect에는 2.42부터 3.14까지의 Prometheus 버전이 필요합니다: &quot;%1&quot;.</translation>
    </message>
    <message>
        <source>The expressions are read from the standard input.</source>
        <translation>표현식은 표준 입력에서 읽습니다.</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2.</source>
        <translation>읽을 수 없습니다: %1(%2).</translation>
    </message>
    <message>
        <source>There is no file or folder %1.</source>
        <translation>파일이나 폴더가 없습니다: %1.</translation>
    </message>
    <message>
        <source>%1 is larger than 64 MB.</source>
        <translation>64 MB보다 큽니다: %1.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2.</source>
        <translation>쓸 수 없습니다: %1(%2).</translation>
    </message>
    <message>
        <source>%1 holds no rules: %2</source>
        <translation>규칙이 없습니다: %1(%2)</translation>
    </message>
    <message>
        <source>%1 holds no rules.</source>
        <translation>규칙이 없습니다: %1.</translation>
    </message>
    <message>
        <source>There is one workspace for each save.</source>
        <translation>저장 한 번에는 작업 공간이 하나입니다.</translation>
    </message>
    <message>
        <source>A save needs a message: -m MESSAGE.</source>
        <translation>저장에는 메시지가 필요합니다: -m MESSAGE.</translation>
    </message>
    <message>
        <source>Nothing was changed in either repository.</source>
        <translation>두 저장소 모두 변경 사항이 없습니다.</translation>
    </message>
    <message>
        <source>The answer of %1 is larger than %2 MB. Ask for fewer series or a shorter range.</source>
        <translation>응답이 %2 MB보다 큽니다(%1). 시계열을 줄이거나 더 짧은 범위로 요청하십시오.</translation>
    </message>
    <message>
        <source>%1 redirects to %2, which is not followed so that no credentials go there. Enter the address that is meant.</source>
        <translation>%1에서 %2(으)로 리디렉션합니다. 자격 증명이 그쪽으로 가지 않도록 따라가지 않습니다. 원하는 주소를 입력하십시오.</translation>
    </message>
    <message>
        <source>%1 did not answer within %2 s. Ask for a shorter range, or give the endpoint a longer timeout.</source>
        <translation>%2초 안에 응답하지 않았습니다: %1. 더 짧은 범위로 요청하거나 엔드포인트의 제한 시간을 늘리십시오.</translation>
    </message>
    <message>
        <source>Nothing listens at %1. Start the server, or check the address.</source>
        <translation>연결을 받는 서버가 없습니다: %1. 서버를 시작하거나 주소를 확인하십시오.</translation>
    </message>
    <message>
        <source>The host of %1 is not known. Check the address and the network.</source>
        <translation>호스트를 찾을 수 없습니다: %1. 주소와 네트워크를 확인하십시오.</translation>
    </message>
    <message>
        <source>%1 closed the connection before its answer was complete. Try again.</source>
        <translation>응답이 끝나기 전에 연결이 끊겼습니다: %1. 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>No secure connection to %1: %2. Check the address, or name the authority&apos;s certificate in tls_config.ca_file.</source>
        <translation>보안 연결을 맺을 수 없습니다: %1(%2). 주소를 확인하거나 tls_config.ca_file에 인증 기관의 인증서를 지정하십시오.</translation>
    </message>
    <message>
        <source>%1 cannot be reached: %2. Check the address and the network.</source>
        <translation>연결할 수 없습니다: %1(%2). 주소와 네트워크를 확인하십시오.</translation>
    </message>
    <message>
        <source>The request to %1 was cancelled.</source>
        <translation>요청을 취소했습니다: %1.</translation>
    </message>
    <message>
        <source>The endpoint has no URL. Write one like http://127.0.0.1:9090.</source>
        <translation>엔드포인트에 URL이 없습니다. http://127.0.0.1:9090처럼 입력하십시오.</translation>
    </message>
    <message>
        <source>“%1” is not an http or https URL. Write one like http://127.0.0.1:9090.</source>
        <translation>http 또는 https URL이 아닙니다: “%1”. http://127.0.0.1:9090처럼 입력하십시오.</translation>
    </message>
    <message>
        <source>The URL holds a user name or password. Use basic_auth with a password file instead.</source>
        <translation>URL에 사용자 이름이나 비밀번호가 들어 있습니다. 대신 basic_auth와 비밀번호 파일을 사용하십시오.</translation>
    </message>
    <message>
        <source>The URL must end with its path. Remove what follows the “?” or “#”.</source>
        <translation>URL은 경로로 끝나야 합니다. “?”나 “#” 뒤를 지우십시오.</translation>
    </message>
    <message>
        <source>“%1” is not a header name.</source>
        <translation>헤더 이름이 아닙니다: “%1”.</translation>
    </message>
    <message>
        <source>The Authorization header would hold a secret. Use basic_auth or authorization instead.</source>
        <translation>Authorization 헤더에 비밀 값이 들어가게 됩니다. 대신 basic_auth나 authorization을 사용하십시오.</translation>
    </message>
    <message>
        <source>The value of header %1 must be one line.</source>
        <translation>헤더 값은 한 줄이어야 합니다: %1.</translation>
    </message>
    <message>
        <source>The endpoint names more than one password or token. Keep one of them.</source>
        <translation>엔드포인트에 비밀번호나 토큰이 여러 개 지정되어 있습니다. 하나만 남기십시오.</translation>
    </message>
    <message>
        <source>A password needs a user name. Set basic_auth.username.</source>
        <translation>비밀번호에는 사용자 이름이 필요합니다. basic_auth.username을 설정하십시오.</translation>
    </message>
    <message>
        <source>A client certificate needs both files. Set tls_config.cert_file and tls_config.key_file.</source>
        <translation>클라이언트 인증서에는 두 파일이 모두 필요합니다. tls_config.cert_file과 tls_config.key_file을 설정하십시오.</translation>
    </message>
    <message>
        <source>The timeout must be longer than nothing. Write one like 30s.</source>
        <translation>제한 시간은 0보다 길어야 합니다. 30s처럼 입력하십시오.</translation>
    </message>
    <message>
        <source>%1 must be true or false, not “%2”.</source>
        <translation>%1에는 true 또는 false가 필요합니다: “%2”.</translation>
    </message>
    <message>
        <source>%1 must be Bearer; “%2” is not supported.</source>
        <translation>%1에는 Bearer만 쓸 수 있습니다: “%2”.</translation>
    </message>
    <message>
        <source>%1 would keep a secret in the workspace file. Write %1_file or %1_env instead.</source>
        <translation>%1을(를) 쓰면 작업 공간 파일에 비밀 값이 남습니다. %1_file이나 %1_env를 사용하십시오.</translation>
    </message>
    <message>
        <source>Endpoints have no option “%1”.</source>
        <translation>엔드포인트에 없는 옵션입니다: “%1”.</translation>
    </message>
    <message>
        <source>The endpoint option “%1” is written twice.</source>
        <translation>엔드포인트 옵션이 두 번 쓰였습니다: “%1”.</translation>
    </message>
    <message>
        <source>“%1” is not a timeout. Write a duration up to 1h, like 30s.</source>
        <translation>제한 시간이 아닙니다: “%1”. 30s처럼 1h 이하의 기간을 입력하십시오.</translation>
    </message>
    <message>
        <source>The endpoint&apos;s file %1 cannot be read. Check its path and permissions.</source>
        <translation>엔드포인트의 파일을 읽을 수 없습니다: %1. 경로와 권한을 확인하십시오.</translation>
    </message>
    <message>
        <source>The environment variable %1 that holds the endpoint&apos;s secret is not set.</source>
        <translation>엔드포인트의 비밀 값을 담는 환경 변수가 없습니다: %1.</translation>
    </message>
    <message>
        <source>The keychain has not given the endpoint&apos;s password. Unlock it, or name a password file.</source>
        <translation>키체인에서 엔드포인트의 비밀번호를 받지 못했습니다. 키체인 잠금을 풀거나 비밀번호 파일을 지정하십시오.</translation>
    </message>
    <message>
        <source>The endpoint&apos;s token is more than one line.</source>
        <translation>엔드포인트의 토큰이 여러 줄입니다.</translation>
    </message>
    <message>
        <source>%1 holds no certificate in PEM form.</source>
        <translation>PEM 형식의 인증서가 없습니다: %1.</translation>
    </message>
    <message>
        <source>The client certificate %1 or its key %2 cannot be read as PEM.</source>
        <translation>클라이언트 인증서 %1 또는 키 %2 파일을 PEM으로 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>%1 cannot read the query: %2</source>
        <translation>%1: 쿼리를 읽을 수 없습니다: %2</translation>
    </message>
    <message>
        <source>%1 gave up on the query: %2</source>
        <translation>%1: 쿼리를 중단했습니다: %2</translation>
    </message>
    <message>
        <source>%1 cancelled the query: %2</source>
        <translation>%1: 쿼리를 취소했습니다: %2</translation>
    </message>
    <message>
        <source>%1 cannot answer the query: %2</source>
        <translation>%1: 쿼리에 답할 수 없습니다: %2</translation>
    </message>
    <message>
        <source>%1 does not accept the credentials (HTTP %2). Check the user name, password or token of the endpoint.</source>
        <translation>%1: 자격 증명을 받아들이지 않습니다(HTTP %2). 엔드포인트의 사용자 이름, 비밀번호, 토큰을 확인하십시오.</translation>
    </message>
    <message>
        <source>%1 answered with HTTP %2 and “%3”. Check the server, or the proxy before it.</source>
        <translation>%1: HTTP %2 응답입니다: “%3”. 서버나 그 앞의 프록시를 확인하십시오.</translation>
    </message>
    <message>
        <source>%1 did not answer as Prometheus does: HTTP %2 with “%3”. Check the address and its path.</source>
        <translation>%1: Prometheus의 응답이 아닙니다. HTTP %2, 내용: “%3”. 주소와 경로를 확인하십시오.</translation>
    </message>
    <message>
        <source>The answer of %1 cannot be read: it is broken or cut off. Try again, or check the proxy before the server.</source>
        <translation>응답을 읽을 수 없습니다: %1. 응답이 깨졌거나 잘렸습니다. 다시 시도하거나 서버 앞의 프록시를 확인하십시오.</translation>
    </message>
    <message>
        <source>The series may have it.</source>
        <translation>시계열에 있을 수도 있습니다.</translation>
    </message>
    <message>
        <source>A matcher decides it.</source>
        <translation>matcher가 정합니다.</translation>
    </message>
    <message>
        <source>The recording rule decides it.</source>
        <translation>recording rule이 정합니다.</translation>
    </message>
    <message>
        <source>The aggregation drops it.</source>
        <translation>집계에서 사라집니다.</translation>
    </message>
    <message>
        <source>The aggregation keeps it.</source>
        <translation>집계에서 유지됩니다.</translation>
    </message>
    <message>
        <source>Vector matching drops it: it is not among the matching labels.</source>
        <translation>벡터 매칭에서 사라집니다. 매칭 라벨에 없습니다.</translation>
    </message>
    <message>
        <source>The group modifier takes it from the other side.</source>
        <translation>group 수식어가 반대쪽에서 가져옵니다.</translation>
    </message>
    <message>
        <source>The group modifier takes it from the other side, which does not have it.</source>
        <translation>group 수식어가 반대쪽에서 가져오려 하지만 그쪽에 없습니다.</translation>
    </message>
    <message>
        <source>The metric name is dropped here.</source>
        <translation>여기서 메트릭 이름이 사라집니다.</translation>
    </message>
    <message>
        <source>label_replace() sets it.</source>
        <translation>label_replace()가 설정합니다.</translation>
    </message>
    <message>
        <source>label_join() sets it.</source>
        <translation>label_join()이 설정합니다.</translation>
    </message>
    <message>
        <source>count_values sets it.</source>
        <translation>count_values가 설정합니다.</translation>
    </message>
    <message>
        <source>absent() only has labels that are matched by equality.</source>
        <translation>absent()에는 등호로 지정한 라벨만 남습니다.</translation>
    </message>
    <message>
        <source>absent() takes it from the matcher.</source>
        <translation>absent()가 matcher에서 가져옵니다.</translation>
    </message>
    <message>
        <source>This value has no labels.</source>
        <translation>이 값에는 라벨이 없습니다.</translation>
    </message>
    <message>
        <source>Only one side of the set operator has it.</source>
        <translation>집합 연산자의 한쪽에만 있습니다.</translation>
    </message>
    <message>
        <source>The histogram function drops it.</source>
        <translation>히스토그램 함수에서 사라집니다.</translation>
    </message>
    <message>
        <source>The histogram function sets it.</source>
        <translation>히스토그램 함수가 설정합니다.</translation>
    </message>
    <message>
        <source>info() may add it.</source>
        <translation>info()가 추가할 수 있습니다.</translation>
    </message>
    <message>
        <source>A filled-in series does not have it.</source>
        <translation>fill로 채운 시계열에는 없습니다.</translation>
    </message>
    <message>
        <source>the expression is longer than %1 MiB</source>
        <translation>the expression is longer than %1 MiB</translation>
    </message>
    <message>
        <source>no expression found in input</source>
        <translation>no expression found in input</translation>
    </message>
    <message>
        <source>the expression is nested too deeply</source>
        <translation>the expression is nested too deeply</translation>
    </message>
    <message>
        <source>unexpected end of input inside braces</source>
        <translation>unexpected end of input inside braces</translation>
    </message>
    <message>
        <source>unclosed left parenthesis</source>
        <translation>unclosed left parenthesis</translation>
    </message>
    <message>
        <source>unclosed left bracket</source>
        <translation>unclosed left bracket</translation>
    </message>
    <message>
        <source>unexpected right parenthesis %1</source>
        <translation>unexpected right parenthesis %1</translation>
    </message>
    <message>
        <source>unexpected %1</source>
        <translation>unexpected %1</translation>
    </message>
    <message>
        <source>unexpected %1 in %2</source>
        <translation>unexpected %1 in %2</translation>
    </message>
    <message>
        <source>unexpected %1 in %2, expected %3</source>
        <translation>unexpected %1 in %2, expected %3</translation>
    </message>
    <message>
        <source>%1 needs Prometheus ≥ %2</source>
        <translation>%1 needs Prometheus ≥ %2</translation>
    </message>
    <message>
        <source>%1 needs --enable-feature=%2</source>
        <translation>%1 needs --enable-feature=%2</translation>
    </message>
    <message>
        <source>unknown function with name %1</source>
        <translation>unknown function with name %1</translation>
    </message>
    <message>
        <source>unknown function with name %1: Prometheus %2 replaced it by %3</source>
        <translation>unknown function with name %1: Prometheus %2 replaced it by %3</translation>
    </message>
    <message>
        <source>trailing commas not allowed in function call args</source>
        <translation>trailing commas not allowed in function call args</translation>
    </message>
    <message>
        <source>no arguments for aggregate expression provided</source>
        <translation>no arguments for aggregate expression provided</translation>
    </message>
    <message>
        <source>wrong number of arguments for aggregate expression provided, expected %1, got %2</source>
        <translation>wrong number of arguments for aggregate expression provided, expected %1, got %2</translation>
    </message>
    <message>
        <source>invalid label name for grouping: %1</source>
        <translation>invalid label name for grouping: %1</translation>
    </message>
    <message>
        <source>error parsing number: strconv.ParseFloat: parsing %1: %2</source>
        <translation>error parsing number: strconv.ParseFloat: parsing %1: %2</translation>
    </message>
    <message>
        <source>not a valid duration string: %1</source>
        <translation>not a valid duration string: %1</translation>
    </message>
    <message>
        <source>duration out of range</source>
        <translation>duration out of range</translation>
    </message>
    <message>
        <source>duration must be greater than 0</source>
        <translation>duration must be greater than 0</translation>
    </message>
    <message>
        <source>division by zero</source>
        <translation>division by zero</translation>
    </message>
    <message>
        <source>modulo by zero</source>
        <translation>modulo by zero</translation>
    </message>
    <message>
        <source>%1</source>
        <translation>%1</translation>
    </message>
    <message>
        <source>ranges only allowed for vector selectors</source>
        <translation>ranges only allowed for vector selectors</translation>
    </message>
    <message>
        <source>no offset modifiers allowed before range</source>
        <translation>no offset modifiers allowed before range</translation>
    </message>
    <message>
        <source>no @ modifiers allowed before range</source>
        <translation>no @ modifiers allowed before range</translation>
    </message>
    <message>
        <source>offset modifier must be preceded by an instant vector selector or range vector selector or a subquery</source>
        <translation>offset modifier must be preceded by an instant vector selector or range vector selector or a subquery</translation>
    </message>
    <message>
        <source>offset may not be set multiple times</source>
        <translation>offset may not be set multiple times</translation>
    </message>
    <message>
        <source>timestamp out of bounds for @ modifier: %1</source>
        <translation>timestamp out of bounds for @ modifier: %1</translation>
    </message>
    <message>
        <source>@ modifier must be preceded by an instant vector selector or range vector selector or a subquery</source>
        <translation>@ modifier must be preceded by an instant vector selector or range vector selector or a subquery</translation>
    </message>
    <message>
        <source>@ &lt;timestamp&gt; may not be set multiple times</source>
        <translation>@ &lt;timestamp&gt; may not be set multiple times</translation>
    </message>
    <message>
        <source>%1 modifier is not supported for subqueries</source>
        <translation>%1 modifier is not supported for subqueries</translation>
    </message>
    <message>
        <source>%1 modifier not implemented</source>
        <translation>%1 modifier not implemented</translation>
    </message>
    <message>
        <source>anchored and smoothed modifiers cannot be used together</source>
        <translation>anchored and smoothed modifiers cannot be used together</translation>
    </message>
    <message>
        <source>The replacement is not a valid expression.</source>
        <translation>바꿀 내용이 올바른 표현식이 아닙니다.</translation>
    </message>
    <message>
        <source>A range selector takes a selector, not another expression.</source>
        <translation>범위 셀렉터 안에는 셀렉터만 올 수 있고 다른 표현식은 올 수 없습니다.</translation>
    </message>
    <message>
        <source>A selector with offset or @ cannot be replaced by another expression.</source>
        <translation>offset이나 @가 붙은 셀렉터는 다른 표현식으로 바꿀 수 없습니다.</translation>
    </message>
    <message>
        <source>The expression would not be valid with this replacement.</source>
        <translation>이렇게 바꾸면 표현식이 올바르지 않게 됩니다.</translation>
    </message>
    <message>
        <source>Only an instant vector can be recorded.</source>
        <translation>instant vector만 기록할 수 있습니다.</translation>
    </message>
    <message>
        <source>This is not a metric name.</source>
        <translation>메트릭 이름이 아닙니다.</translation>
    </message>
    <message>
        <source>unexpected character: %1</source>
        <translation>unexpected character: %1</translation>
    </message>
    <message>
        <source>unexpected character inside braces: %1</source>
        <translation>unexpected character inside braces: %1</translation>
    </message>
    <message>
        <source>unexpected character in duration expression: %1</source>
        <translation>unexpected character in duration expression: %1</translation>
    </message>
    <message>
        <source>unexpected character: %1, expected %2</source>
        <translation>unexpected character: %1, expected %2</translation>
    </message>
    <message>
        <source>unexpected character after &apos;=&apos;: %1</source>
        <translation>unexpected character after &apos;=&apos;: %1</translation>
    </message>
    <message>
        <source>unexpected character after &apos;!&apos;: %1</source>
        <translation>unexpected character after &apos;!&apos;: %1</translation>
    </message>
    <message>
        <source>unexpected character after &apos;!&apos; inside braces: %1</source>
        <translation>unexpected character after &apos;!&apos; inside braces: %1</translation>
    </message>
    <message>
        <source>unexpected left brace %1</source>
        <translation>unexpected left brace %1</translation>
    </message>
    <message>
        <source>unexpected left bracket %1</source>
        <translation>unexpected left bracket %1</translation>
    </message>
    <message>
        <source>unexpected right bracket %1</source>
        <translation>unexpected right bracket %1</translation>
    </message>
    <message>
        <source>unexpected colon %1</source>
        <translation>unexpected colon %1</translation>
    </message>
    <message>
        <source>unexpected colon before duration in duration expression</source>
        <translation>unexpected colon before duration in duration expression</translation>
    </message>
    <message>
        <source>bad number or duration syntax: %1</source>
        <translation>bad number or duration syntax: %1</translation>
    </message>
    <message>
        <source>unterminated quoted string</source>
        <translation>unterminated quoted string</translation>
    </message>
    <message>
        <source>unterminated raw string</source>
        <translation>unterminated raw string</translation>
    </message>
    <message>
        <source>invalid UTF-8 rune</source>
        <translation>invalid UTF-8 rune</translation>
    </message>
    <message>
        <source>unknown escape sequence %1</source>
        <translation>unknown escape sequence %1</translation>
    </message>
    <message>
        <source>illegal character %1 in escape sequence</source>
        <translation>illegal character %1 in escape sequence</translation>
    </message>
    <message>
        <source>escape sequence not terminated</source>
        <translation>escape sequence not terminated</translation>
    </message>
    <message>
        <source>escape sequence is an invalid Unicode code point</source>
        <translation>escape sequence is an invalid Unicode code point</translation>
    </message>
    <message>
        <source>unary expression only allowed on expressions of type scalar or instant vector, got %1</source>
        <translation>unary expression only allowed on expressions of type scalar or instant vector, got %1</translation>
    </message>
    <message>
        <source>subquery is only allowed on instant vector, got %1 instead</source>
        <translation>subquery is only allowed on instant vector, got %1 instead</translation>
    </message>
    <message>
        <source>bool modifier can only be used on comparison operators</source>
        <translation>bool modifier can only be used on comparison operators</translation>
    </message>
    <message>
        <source>comparisons between scalars must use BOOL modifier</source>
        <translation>comparisons between scalars must use BOOL modifier</translation>
    </message>
    <message>
        <source>label %1 must not occur in ON and GROUP clause at once</source>
        <translation>label %1 must not occur in ON and GROUP clause at once</translation>
    </message>
    <message>
        <source>binary expression must contain only scalar and instant vector types</source>
        <translation>binary expression must contain only scalar and instant vector types</translation>
    </message>
    <message>
        <source>vector matching only allowed between instant vectors</source>
        <translation>vector matching only allowed between instant vectors</translation>
    </message>
    <message>
        <source>filling in missing series only allowed between instant vectors</source>
        <translation>filling in missing series only allowed between instant vectors</translation>
    </message>
    <message>
        <source>no grouping allowed for %1 operation</source>
        <translation>no grouping allowed for %1 operation</translation>
    </message>
    <message>
        <source>set operations must always be many-to-many</source>
        <translation>set operations must always be many-to-many</translation>
    </message>
    <message>
        <source>filling in missing series not allowed for set operators</source>
        <translation>filling in missing series not allowed for set operators</translation>
    </message>
    <message>
        <source>set operator %1 not allowed in binary scalar expression</source>
        <translation>set operator %1 not allowed in binary scalar expression</translation>
    </message>
    <message>
        <source>expected %1 argument(s) in call to %2, got %3</source>
        <translation>expected %1 argument(s) in call to %2, got %3</translation>
    </message>
    <message>
        <source>expected at least %1 argument(s) in call to %2, got %3</source>
        <translation>expected at least %1 argument(s) in call to %2, got %3</translation>
    </message>
    <message>
        <source>expected at most %1 argument(s) in call to %2, got %3</source>
        <translation>expected at most %1 argument(s) in call to %2, got %3</translation>
    </message>
    <message>
        <source>expected label selectors only, got vector selector instead</source>
        <translation>expected label selectors only, got vector selector instead</translation>
    </message>
    <message>
        <source>expected label selectors only</source>
        <translation>expected label selectors only</translation>
    </message>
    <message>
        <source>metric name must not be set twice: %1 or %2</source>
        <translation>metric name must not be set twice: %1 or %2</translation>
    </message>
    <message>
        <source>vector selector must contain at least one non-empty matcher</source>
        <translation>vector selector must contain at least one non-empty matcher</translation>
    </message>
    <message>
        <source>expected type %1 in %2, got %3</source>
        <translation>expected type %1 in %2, got %3</translation>
    </message>
    <message>
        <source>Prometheus does not know the key %1 in a rule file.</source>
        <translation>Prometheus가 규칙 파일에서 모르는 키입니다: %1.</translation>
    </message>
    <message>
        <source>This is a Helm template (line %1): it is shown and analysed, and edited in Helm&apos;s own source.</source>
        <translation>Helm 템플릿입니다(%1행). 보여 주고 분석하지만, 편집은 Helm 원본에서 해야 합니다.</translation>
    </message>
    <message>
        <source>Prometheus reads only the first YAML document of a rule file. What follows is ignored.</source>
        <translation>Prometheus는 규칙 파일의 첫 번째 YAML 문서만 읽습니다. 그 뒤는 무시됩니다.</translation>
    </message>
    <message>
        <source>There is no %1 here to rename.</source>
        <translation>이름을 바꿀 항목이 없습니다: %1.</translation>
    </message>
    <message>
        <source>There is already a %1 here.</source>
        <translation>이미 있는 항목입니다: %1.</translation>
    </message>
    <message>
        <source>%1 names no field. Fields are expr, for, keep_firing_for, name, labels.NAME and annotations.NAME.</source>
        <translation>필드가 아닙니다: %1. 필드는 expr, for, keep_firing_for, name, labels.NAME, annotations.NAME입니다.</translation>
    </message>
    <message>
        <source>A rule needs its %1: it cannot be removed.</source>
        <translation>규칙에 꼭 필요한 필드라서 제거할 수 없습니다: %1.</translation>
    </message>
    <message>
        <source>This list item is empty: Prometheus passes over it.</source>
        <translation>이 목록 항목은 비어 있습니다. Prometheus는 건너뜁니다.</translation>
    </message>
    <message>
        <source>%1 must be a single value, not a list or a mapping.</source>
        <translation>목록이나 매핑이 아니라 값 하나가 필요합니다: %1.</translation>
    </message>
    <message>
        <source>groups must be a list of rule groups.</source>
        <translation>groups는 규칙 그룹의 목록이어야 합니다.</translation>
    </message>
    <message>
        <source>A rule group must be a mapping with a name and rules.</source>
        <translation>규칙 그룹은 name과 rules가 있는 매핑이어야 합니다.</translation>
    </message>
    <message>
        <source>This rule group has no name.</source>
        <translation>이 규칙 그룹에는 이름이 없습니다.</translation>
    </message>
    <message>
        <source>The group name %1 stands in this file twice.</source>
        <translation>이 파일에 그룹 이름이 두 번 있습니다: %1.</translation>
    </message>
    <message>
        <source>rules must be a list.</source>
        <translation>rules는 목록이어야 합니다.</translation>
    </message>
    <message>
        <source>Prometheus does not know the group key %1. %2 reads it.</source>
        <translation>Prometheus가 모르는 그룹 키입니다: %1. 이 키는 %2에서 사용합니다.</translation>
    </message>
    <message>
        <source>Prometheus does not know the group key %1.</source>
        <translation>Prometheus가 모르는 그룹 키입니다: %1.</translation>
    </message>
    <message>
        <source>%1 needs Prometheus %2 or newer.</source>
        <translation>Prometheus %2 이상이 필요합니다: %1.</translation>
    </message>
    <message>
        <source>limit must be a whole number.</source>
        <translation>limit는 정수여야 합니다.</translation>
    </message>
    <message>
        <source>A duration cannot be empty. Write it like 5m or 1h30m.</source>
        <translation>기간은 비워 둘 수 없습니다. 5m이나 1h30m처럼 쓰십시오.</translation>
    </message>
    <message>
        <source>The duration %1 needs a unit: ms, s, m, h, d, w or y.</source>
        <translation>기간에 단위(ms, s, m, h, d, w, y)가 필요합니다: %1.</translation>
    </message>
    <message>
        <source>%1 is not a duration. Write it like 5m or 1h30m.</source>
        <translation>기간이 아닙니다: %1. 5m이나 1h30m처럼 쓰십시오.</translation>
    </message>
    <message>
        <source>%1 must be a mapping of names to values.</source>
        <translation>이름과 값의 매핑이어야 합니다: %1.</translation>
    </message>
    <message>
        <source>The name of a label cannot be empty.</source>
        <translation>라벨 이름은 비워 둘 수 없습니다.</translation>
    </message>
    <message>
        <source>The name of an annotation cannot be empty.</source>
        <translation>annotation 이름은 비워 둘 수 없습니다.</translation>
    </message>
    <message>
        <source>%1 is not a label name.</source>
        <translation>라벨 이름이 아닙니다: %1.</translation>
    </message>
    <message>
        <source>%1 is not an annotation name.</source>
        <translation>annotation 이름이 아닙니다: %1.</translation>
    </message>
    <message>
        <source>A rule must be a mapping with alert or record, and expr.</source>
        <translation>규칙은 alert 또는 record, 그리고 expr이 있는 매핑이어야 합니다.</translation>
    </message>
    <message>
        <source>A rule has either alert or record, not both.</source>
        <translation>규칙에는 alert와 record 중 하나만 있어야 합니다.</translation>
    </message>
    <message>
        <source>Prometheus does not know the rule key %1. %2 reads it.</source>
        <translation>Prometheus가 모르는 규칙 키입니다: %1. 이 키는 %2에서 사용합니다.</translation>
    </message>
    <message>
        <source>Prometheus does not know the rule key %1.</source>
        <translation>Prometheus가 모르는 규칙 키입니다: %1.</translation>
    </message>
    <message>
        <source>This rule has neither alert nor record.</source>
        <translation>이 규칙에는 alert도 record도 없습니다.</translation>
    </message>
    <message>
        <source>This rule has no expr.</source>
        <translation>이 규칙에는 expr이 없습니다.</translation>
    </message>
    <message>
        <source>A recording rule cannot have %1.</source>
        <translation>recording rule에는 쓸 수 없는 필드입니다: %1.</translation>
    </message>
    <message>
        <source>%1 is not a metric name.</source>
        <translation>메트릭 이름이 아닙니다: %1.</translation>
    </message>
    <message>
        <source>This rule is an alias of another one. Edit it at its anchor.</source>
        <translation>이 규칙은 다른 규칙의 alias입니다. anchor가 있는 곳에서 편집하십시오.</translation>
    </message>
    <message>
        <source>This part of the file is referred to from elsewhere. Edit the YAML itself.</source>
        <translation>파일의 다른 곳에서 이 부분을 참조합니다. YAML을 직접 편집하십시오.</translation>
    </message>
    <message>
        <source>This change does not fit into the file. Edit the YAML itself.</source>
        <translation>이 변경은 파일에 맞지 않습니다. YAML을 직접 편집하십시오.</translation>
    </message>
    <message>
        <source>This list shares its lines with others. Edit the YAML itself.</source>
        <translation>이 목록은 다른 내용과 같은 줄에 있습니다. YAML을 직접 편집하십시오.</translation>
    </message>
    <message>
        <source>This file has no list of rule groups yet.</source>
        <translation>이 파일에는 아직 규칙 그룹 목록이 없습니다.</translation>
    </message>
    <message>
        <source>This group is an alias of another one. Edit it at its anchor.</source>
        <translation>이 그룹은 다른 그룹의 alias입니다. anchor가 있는 곳에서 편집하십시오.</translation>
    </message>
    <message>
        <source>“%1” is not a header. Write one a line, like X-Scope-OrgID: team.</source>
        <translation>헤더가 아닙니다: “%1”. 한 줄에 하나씩 X-Scope-OrgID: team처럼 쓰십시오.</translation>
    </message>
    <message>
        <source>The keychain has no password for %1. Enter it in the endpoint&apos;s settings.</source>
        <translation>키체인에 비밀번호가 없습니다: %1. 엔드포인트 설정에서 입력하십시오.</translation>
    </message>
    <message>
        <source>The keychain did not give the password for %1. Unlock it and try again.</source>
        <translation>키체인에서 비밀번호를 받지 못했습니다: %1. 잠금을 풀고 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>The desktop&apos;s keychain cannot be used: %1. Name a password file or an environment variable instead.</source>
        <translation>데스크톱 키체인을 쓸 수 없습니다: %1. 대신 비밀번호 파일이나 환경 변수를 지정하십시오.</translation>
    </message>
    <message>
        <source>%1 could not be started.</source>
        <translation>시작할 수 없습니다: %1.</translation>
    </message>
    <message>
        <source>%1 failed while the demo was being made.</source>
        <translation>데모를 만드는 동안 실패했습니다: %1.</translation>
    </message>
    <message>
        <source>The demo needs %1, which is not on the search path. On Debian: sudo apt install prometheus git</source>
        <translation>데모에 필요한 프로그램이 검색 경로에 없습니다: %1. Debian에서는 다음을 실행하십시오: sudo apt install prometheus git</translation>
    </message>
    <message>
        <source>The demo&apos;s history cannot end in the future.</source>
        <translation>데모의 기록은 미래에서 끝날 수 없습니다.</translation>
    </message>
    <message>
        <source>The demo needs an empty folder, and %1 is not empty.</source>
        <translation>데모에는 빈 폴더가 필요합니다. 비어 있지 않습니다: %1.</translation>
    </message>
    <message>
        <source>The demo cannot make its folder %1.</source>
        <translation>데모 폴더를 만들 수 없습니다: %1.</translation>
    </message>
    <message>
        <source>Loading seven days of history</source>
        <translation>7일 치 기록을 불러오는 중</translation>
    </message>
    <message>
        <source>Starting Prometheus</source>
        <translation>Prometheus를 시작하는 중</translation>
    </message>
    <message>
        <source>The demo&apos;s Prometheus ended unexpectedly.</source>
        <translation>데모의 Prometheus가 예기치 않게 끝났습니다.</translation>
    </message>
    <message>
        <source>The demo&apos;s Prometheus was not ready within %1 seconds.</source>
        <translation>데모의 Prometheus가 %1초 안에 준비되지 않았습니다.</translation>
    </message>
    <message>
        <source>Writing the two repositories</source>
        <translation>두 저장소를 만드는 중</translation>
    </message>
    <message>
        <source>The demo is ready</source>
        <translation>데모가 준비되었습니다</translation>
    </message>
    <message>
        <source>Making seven days of history</source>
        <translation>7일 치 기록을 만드는 중</translation>
    </message>
    <message>
        <source>The demo cannot write %1: %2</source>
        <translation>데모를 쓸 수 없습니다: %1(%2)</translation>
    </message>
    <message>
        <source>The description of the demo&apos;s repositories cannot be read.</source>
        <translation>데모 저장소의 설명을 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>The recipe of the demo&apos;s history cannot be used: %1</source>
        <translation>데모 기록의 레시피를 쓸 수 없습니다: %1</translation>
    </message>
    <message>
        <source>There is no file %1.</source>
        <translation>파일이 없습니다: %1.</translation>
    </message>
    <message>
        <source>%1 is a folder.</source>
        <translation>폴더입니다: %1.</translation>
    </message>
    <message>
        <source>%1 changed while it was read. Open it again.</source>
        <translation>읽는 동안 파일이 바뀌었습니다: %1. 다시 여십시오.</translation>
    </message>
    <message>
        <source>%1 is not a text file.</source>
        <translation>텍스트 파일이 아닙니다: %1.</translation>
    </message>
    <message>
        <source>%1 was changed by another program. Nothing was saved.</source>
        <translation>다른 프로그램이 파일을 바꾸었습니다: %1. 아무것도 저장하지 않았습니다.</translation>
    </message>
    <message>
        <source>%1 cannot be saved: %2.</source>
        <translation>저장할 수 없습니다: %1(%2).</translation>
    </message>
    <message>
        <source>The command &quot;git %1&quot; failed.</source>
        <translation>명령이 실패했습니다: &quot;git %1&quot;.</translation>
    </message>
    <message>
        <source>The folder %1 is not there.</source>
        <translation>폴더가 없습니다: %1.</translation>
    </message>
    <message>
        <source>The program &quot;git&quot; could not be started. Install git, or add it to the PATH.</source>
        <translation>&quot;git&quot; 프로그램을 시작할 수 없습니다. git을 설치하거나 PATH에 추가하십시오.</translation>
    </message>
    <message>
        <source>The command &quot;git %1&quot; did not end within 10 minutes and was stopped.</source>
        <translation>명령이 10분 안에 끝나지 않아 중단했습니다: &quot;git %1&quot;.</translation>
    </message>
    <message>
        <source>%1 is in no git work tree.</source>
        <translation>git 작업 트리 안에 있지 않습니다: %1.</translation>
    </message>
    <message>
        <source>The repository folder %1 is not there. Clone it, or correct the workspace file.</source>
        <translation>저장소 폴더가 없습니다: %1. 복제(clone)하거나 작업 공간 파일을 고치십시오.</translation>
    </message>
    <message>
        <source>%1 is in no git repository that can be used: %2</source>
        <translation>쓸 수 있는 git 저장소 안에 있지 않습니다: %1(%2)</translation>
    </message>
    <message>
        <source>%1 is a bare repository: there are no files to save. Name a clone of it instead.</source>
        <translation>bare 저장소라서 저장할 파일이 없습니다: %1. 복제본을 지정하십시오.</translation>
    </message>
    <message>
        <source>A %1 is under way in %2. Finish or abort it first.</source>
        <translation>%2에서 진행 중인 작업이 있습니다: %1. 먼저 마치거나 중단하십시오.</translation>
    </message>
    <message>
        <source>The repository %1 has no commit yet. Make the first one by hand.</source>
        <translation>아직 커밋이 없는 저장소입니다: %1. 첫 커밋은 직접 만드십시오.</translation>
    </message>
    <message>
        <source>HEAD is detached in %1: a commit would belong to no branch. Check out a branch first.</source>
        <translation>HEAD가 분리(detached)되어 있습니다: %1. 커밋이 어느 브랜치에도 속하지 않게 됩니다. 먼저 브랜치를 체크아웃하십시오.</translation>
    </message>
    <message>
        <source>The branch %1 in %2 is behind its upstream; missing commits: %3. Pull first, or save to a new branch.</source>
        <translation>%2의 브랜치 %1 상태가 upstream보다 뒤처져 있습니다. 빠진 커밋: %3개. 먼저 pull하거나 새 브랜치에 저장하십시오.</translation>
    </message>
    <message>
        <source>git does not know who you are in %1. Run: git config --global user.name &quot;Your Name&quot; and: git config --global user.email you@example.org</source>
        <translation>git이 작성자를 알지 못합니다: %1. 다음을 실행하십시오: git config --global user.name &quot;Your Name&quot; 그리고 git config --global user.email you@example.org</translation>
    </message>
    <message>
        <source>The repository %1 is read-only.</source>
        <translation>저장소가 읽기 전용입니다: %1.</translation>
    </message>
    <message>
        <source>A changed file&apos;s name is not UTF-8, so it is left out: %1</source>
        <translation>변경된 파일의 이름이 UTF-8이 아니어서 제외합니다: %1</translation>
    </message>
    <message>
        <source>%1 lies outside the repository&apos;s files.</source>
        <translation>저장소의 파일 밖에 있습니다: %1.</translation>
    </message>
    <message>
        <source>%1 is, or lies behind, a symbolic link. It is not written.</source>
        <translation>심볼릭 링크이거나 그 뒤에 있습니다: %1. 쓰지 않습니다.</translation>
    </message>
    <message>
        <source>%1 lies in a submodule, which is a repository of its own.</source>
        <translation>별도의 저장소인 서브모듈 안에 있습니다: %1.</translation>
    </message>
    <message>
        <source>%1 is not a file.</source>
        <translation>파일이 아닙니다: %1.</translation>
    </message>
    <message>
        <source>%1 is read-only.</source>
        <translation>읽기 전용입니다: %1.</translation>
    </message>
    <message>
        <source>The folder %1 is read-only.</source>
        <translation>폴더가 읽기 전용입니다: %1.</translation>
    </message>
    <message>
        <source>%1 could not be read.</source>
        <translation>읽을 수 없습니다: %1.</translation>
    </message>
    <message>
        <source>%1 holds binary data.</source>
        <translation>바이너리 데이터가 들어 있습니다: %1.</translation>
    </message>
    <message>
        <source>%1 could not be written.</source>
        <translation>쓸 수 없습니다: %1.</translation>
    </message>
    <message>
        <source>Not saved: the %1 hook of %2 refused the commit. Nothing was changed in either repository.</source>
        <translation>저장하지 않았습니다. %2의 %1 hook이 커밋을 거부했습니다. 두 저장소 모두 변경 사항이 없습니다.</translation>
    </message>
    <message>
        <source>Not saved: the commit message is empty after the hooks of %1.</source>
        <translation>저장하지 않았습니다. hook을 거친 뒤 커밋 메시지가 비었습니다: %1.</translation>
    </message>
    <message>
        <source>Not saved: nothing is left to commit in %1; its hooks or filters undo the change.</source>
        <translation>저장하지 않았습니다. 커밋할 내용이 남지 않았습니다: %1. hook이나 filter가 변경을 되돌립니다.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no name for a branch.</source>
        <translation>브랜치 이름으로 쓸 수 없습니다: &quot;%1&quot;.</translation>
    </message>
    <message>
        <source>The branch %1 exists already in %2. Choose another name, or check it out first.</source>
        <translation>%2에 이미 있는 브랜치입니다: %1. 다른 이름을 쓰거나 먼저 체크아웃하십시오.</translation>
    </message>
    <message>
        <source>Not saved: another branch was checked out in %1 meanwhile. Nothing was changed.</source>
        <translation>저장하지 않았습니다. 그사이 다른 브랜치가 체크아웃되었습니다: %1. 변경 사항은 없습니다.</translation>
    </message>
    <message>
        <source>Not saved: somebody committed to %1 in %2 while you were editing (%3). Nothing was changed in either repository.</source>
        <translation>저장하지 않았습니다. 편집하는 동안 %2의 %1에 새 커밋이 올라왔습니다(%3). 두 저장소 모두 변경 사항이 없습니다.</translation>
    </message>
    <message>
        <source>Not saved: %1 was changed on disk meanwhile. Nothing was changed in either repository.</source>
        <translation>저장하지 않았습니다. 그사이 디스크에서 파일이 바뀌었습니다: %1. 두 저장소 모두 변경 사항이 없습니다.</translation>
    </message>
    <message>
        <source>Not saved: another git command is at work in %1. If there is none, remove %2.</source>
        <translation>저장하지 않았습니다. 다른 git 명령이 실행 중입니다: %1. 실행 중인 것이 없다면 다음 파일을 지우십시오: %2.</translation>
    </message>
    <message>
        <source>A save needs a message.</source>
        <translation>저장에는 메시지가 필요합니다.</translation>
    </message>
    <message>
        <source>There is nothing to save.</source>
        <translation>저장할 것이 없습니다.</translation>
    </message>
    <message>
        <source>A save was interrupted here before. Let it be finished or undone first.</source>
        <translation>이전에 중단된 저장이 있습니다. 먼저 마치거나 되돌리십시오.</translation>
    </message>
    <message>
        <source>%1 could not be removed.</source>
        <translation>지울 수 없습니다: %1.</translation>
    </message>
    <message>
        <source>Another save is at work in these repositories. Try again when it is done.</source>
        <translation>이 저장소들에서 다른 저장이 진행 중입니다. 끝난 뒤 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>The journal of an interrupted save, %1, cannot be read.</source>
        <translation>중단된 저장의 journal을 읽을 수 없습니다: %1.</translation>
    </message>
    <message>
        <source>%1 is a submodule and is left out.</source>
        <translation>서브모듈이라서 제외합니다: %1.</translation>
    </message>
    <message>
        <source>%1 is new and not part of this save. Add it to the repository to save it.</source>
        <translation>새 파일이라서 이번 저장에 들어 있지 않습니다: %1. 저장하려면 저장소에 추가하십시오.</translation>
    </message>
    <message>
        <source>%1 was deleted; its deletion is not part of this save.</source>
        <translation>파일이 삭제되었지만 삭제는 이번 저장에 들어 있지 않습니다: %1.</translation>
    </message>
    <message>
        <source>The copy of %1 lies outside its repository, behind a link or &quot;..&quot;.</source>
        <translation>사본이 링크나 &quot;..&quot; 때문에 저장소 밖에 있습니다: %1.</translation>
    </message>
    <message>
        <source>%1 is not valid YAML: %2</source>
        <translation>올바른 YAML이 아닙니다: %1(%2)</translation>
    </message>
    <message>
        <source>Other content of %1 is staged than what would be saved. Unstage it, or commit it first.</source>
        <translation>저장할 내용과 다른 내용이 스테이징되어 있습니다: %1. 스테이징을 해제하거나 먼저 커밋하십시오.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 exists already and differs from the new source file.</source>
        <translation>이미 있으며 새 원본 파일과 다릅니다: %1.</translation>
    </message>
    <message>
        <source>%1 has content of its own; it is not deleted with the source file.</source>
        <translation>고유한 내용이 있어 원본 파일과 함께 지우지 않습니다: %1.</translation>
    </message>
    <message>
        <source>The lines that changed in the source differ in %1. Make the change there by hand.</source>
        <translation>원본에서 바뀐 줄이 사본에서는 다릅니다: %1. 그곳에서 직접 바꾸십시오.</translation>
    </message>
    <message>
        <source>%1 has no copy at %2: only the source changes.</source>
        <translation>%1의 사본이 %2에 없습니다. 원본만 바뀝니다.</translation>
    </message>
    <message>
        <source>%1 is not committed yet. Commit it first.</source>
        <translation>아직 커밋되지 않았습니다: %1. 먼저 커밋하십시오.</translation>
    </message>
    <message>
        <source>%1 was changed itself and is the copy of a changed file. Commit one of the two first.</source>
        <translation>바뀐 파일의 사본인데 그 자체도 바뀌었습니다: %1. 둘 중 하나를 먼저 커밋하십시오.</translation>
    </message>
    <message>
        <source>%1 has unsaved changes. Save or discard them first.</source>
        <translation>저장하지 않은 변경이 있습니다: %1. 먼저 저장하거나 버리십시오.</translation>
    </message>
    <message>
        <source>%1 has uncommitted changes. Commit or discard them first.</source>
        <translation>커밋하지 않은 변경이 있습니다: %1. 먼저 커밋하거나 버리십시오.</translation>
    </message>
    <message>
        <source>%1 is committed but not in the work tree (deleted, or a sparse checkout).</source>
        <translation>커밋되어 있지만 작업 트리에 없습니다(삭제 또는 sparse checkout): %1.</translation>
    </message>
    <message>
        <source>%1 has staged changes. Commit or unstage them first.</source>
        <translation>스테이징된 변경이 있습니다: %1. 먼저 커밋하거나 스테이징을 해제하십시오.</translation>
    </message>
    <message>
        <source>An interrupted save could not be put right: %1 %2</source>
        <translation>중단된 저장을 바로잡을 수 없습니다: %1 %2</translation>
    </message>
    <message>
        <source>An interrupted save is in one repository only (%1), and both branches have moved on. Apply it to the other one by hand.</source>
        <translation>중단된 저장이 한 저장소에만 있고(%1) 두 브랜치 모두 그 뒤로 바뀌었습니다. 다른 저장소에 직접 적용하십시오.</translation>
    </message>
    <message>
        <source>A save that was interrupted has been finished: its commits are in place.</source>
        <translation>중단되었던 저장을 마쳤습니다. 커밋이 모두 있습니다.</translation>
    </message>
    <message>
        <source>A save that was interrupted has been undone: there is no new commit, and the files are as before.</source>
        <translation>중단되었던 저장을 되돌렸습니다. 새 커밋은 없고 파일은 이전과 같습니다.</translation>
    </message>
    <message>
        <source>A save that was interrupted has been undone: there is no new commit. These files were changed since and stay as they are: %1</source>
        <translation>중단되었던 저장을 되돌렸습니다. 새 커밋은 없습니다. 다음 파일은 그 뒤에 바뀌어 그대로 둡니다: %1</translation>
    </message>
    <message>
        <source>The command &quot;git update-ref&quot; failed.</source>
        <translation>&quot;git update-ref&quot; 명령이 실패했습니다.</translation>
    </message>
    <message>
        <source>Not saved: git refused to move the branch %1 in %2. Nothing was changed in either repository.</source>
        <translation>저장하지 않았습니다. %2의 %1 브랜치를 git이 옮기지 않았습니다. 두 저장소 모두 변경 사항이 없습니다.</translation>
    </message>
    <message>
        <source>Not saved: git could not move the branch %1 in %2. Nothing was changed in either repository.</source>
        <translation>저장하지 않았습니다. %2의 %1 브랜치를 git이 옮길 수 없습니다. 두 저장소 모두 변경 사항이 없습니다.</translation>
    </message>
    <message>
        <source>A workspace file has no key &quot;%1&quot;.</source>
        <translation>작업 공간 파일에 없는 키입니다: &quot;%1&quot;.</translation>
    </message>
    <message>
        <source>%1, line %2: %3</source>
        <translation>%1, %2행: %3</translation>
    </message>
    <message>
        <source>The key &quot;%1&quot; needs a text.</source>
        <translation>텍스트가 필요한 키입니다: &quot;%1&quot;.</translation>
    </message>
    <message>
        <source>The path &quot;%1&quot; leads out of its repository; mappings are relative to it.</source>
        <translation>저장소 밖으로 나가는 경로입니다: &quot;%1&quot;. mapping은 저장소 기준의 상대 경로입니다.</translation>
    </message>
    <message>
        <source>The key &quot;%1&quot; needs a list.</source>
        <translation>목록이 필요한 키입니다: &quot;%1&quot;.</translation>
    </message>
    <message>
        <source>A mapping has no key &quot;%1&quot;.</source>
        <translation>mapping에 없는 키입니다: &quot;%1&quot;.</translation>
    </message>
    <message>
        <source>An endpoint needs the keys name and url.</source>
        <translation>엔드포인트에는 name과 url 키가 필요합니다.</translation>
    </message>
    <message>
        <source>There are two endpoints named &quot;%1&quot;.</source>
        <translation>이름이 같은 엔드포인트가 둘 있습니다: &quot;%1&quot;.</translation>
    </message>
    <message>
        <source>There is no workspace file %1.</source>
        <translation>작업 공간 파일이 없습니다: %1.</translation>
    </message>
    <message>
        <source>The workspace file %1 could not be read.</source>
        <translation>작업 공간 파일을 읽을 수 없습니다: %1.</translation>
    </message>
    <message>
        <source>Prometheus reads YAML 1.1 only.</source>
        <translation>Prometheus는 YAML 1.1만 읽습니다.</translation>
    </message>
    <message>
        <source>YAML knows the directives %YAML and %TAG only.</source>
        <translation>YAML 지시어는 %YAML과 %TAG뿐입니다.</translation>
    </message>
    <message>
        <source>This byte is not UTF-8.</source>
        <translation>이 바이트는 UTF-8이 아닙니다.</translation>
    </message>
    <message>
        <source>YAML does not allow this control character.</source>
        <translation>YAML에서 쓸 수 없는 제어 문자입니다.</translation>
    </message>
    <message>
        <source>This quote is never closed.</source>
        <translation>이 따옴표가 닫히지 않았습니다.</translation>
    </message>
    <message>
        <source>YAML does not know this escape.</source>
        <translation>YAML에 없는 이스케이프입니다.</translation>
    </message>
    <message>
        <source>Neither a value nor a new document can start here.</source>
        <translation>여기서는 값도 새 문서도 시작할 수 없습니다.</translation>
    </message>
    <message>
        <source>The anchor %1 contains itself.</source>
        <translation>anchor가 자기 자신을 포함합니다: %1.</translation>
    </message>
    <message>
        <source>This is nested too deeply to be read.</source>
        <translation>너무 깊이 중첩되어 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>This file holds too many values to be read.</source>
        <translation>값이 너무 많아 읽을 수 없는 파일입니다.</translation>
    </message>
    <message>
        <source>This mapping has an empty key.</source>
        <translation>이 매핑에 빈 키가 있습니다.</translation>
    </message>
    <message>
        <source>A colon and a space are expected after this key.</source>
        <translation>이 키 뒤에는 콜론과 공백이 있어야 합니다.</translation>
    </message>
    <message>
        <source>The key %1 stands here twice.</source>
        <translation>키가 여기에 두 번 있습니다: %1.</translation>
    </message>
    <message>
        <source>The merge key &lt;&lt; takes a mapping or a list of mappings.</source>
        <translation>merge key(&lt;&lt;)에는 매핑이나 매핑의 목록이 필요합니다.</translation>
    </message>
    <message>
        <source>This text is larger than %1 MB.</source>
        <translation>텍스트가 %1 MB보다 큽니다.</translation>
    </message>
    <message>
        <source>This is not valid YAML: %1.</source>
        <translation>올바른 YAML이 아닙니다: %1.</translation>
    </message>
    <message>
        <source>The committed source is not valid YAML.</source>
        <translation>커밋된 원본이 올바른 YAML이 아닙니다.</translation>
    </message>
    <message>
        <source>The changed source is not valid YAML.</source>
        <translation>바뀐 원본이 올바른 YAML이 아닙니다.</translation>
    </message>
    <message>
        <source>The copy is not valid YAML.</source>
        <translation>사본이 올바른 YAML이 아닙니다.</translation>
    </message>
    <message>
        <source>%1 differs on both sides: the source now has &quot;%2&quot;, the copy has &quot;%3&quot;.</source>
        <translation>양쪽이 다릅니다: %1. 원본은 이제 &quot;%2&quot;, 사본은 &quot;%3&quot;입니다.</translation>
    </message>
    <message>
        <source>%1 was changed in the source, but the copy does not have it.</source>
        <translation>원본에서 바뀌었지만 사본에는 없습니다: %1.</translation>
    </message>
    <message>
        <source>%1 was removed from the source, but the copy has values of its own there.</source>
        <translation>원본에서 제거되었지만 사본에는 고유한 값이 있습니다: %1.</translation>
    </message>
    <message>
        <source>The change of %1 cannot be written into the copy. Make it there by hand.</source>
        <translation>변경을 사본에 쓸 수 없습니다: %1. 그곳에서 직접 바꾸십시오.</translation>
    </message>
    <message>
        <source>The change cannot be written into the copy without changing other parts of it. Make it there by hand.</source>
        <translation>사본의 다른 부분을 바꾸지 않고는 변경을 쓸 수 없습니다. 그곳에서 직접 바꾸십시오.</translation>
    </message>
    <message>
        <source>Give one expression; quote it for the shell.</source>
        <translation>표현식 하나를 지정하십시오. 셸에서는 따옴표로 묶으십시오.</translation>
    </message>
    <message>
        <source>The absolute value of each sample.</source>
        <translation>각 샘플의 절댓값입니다.</translation>
    </message>
    <message>
        <source>One series when the vector has none; empty otherwise.</source>
        <translation>벡터가 비어 있으면 시계열 하나, 아니면 빈 결과입니다.</translation>
    </message>
    <message>
        <source>One series when there were no samples in the range; empty otherwise.</source>
        <translation>범위에 샘플이 없으면 시계열 하나, 아니면 빈 결과입니다.</translation>
    </message>
    <message>
        <source>The arc cosine of each sample, in radians.</source>
        <translation>각 샘플의 아크코사인(라디안)입니다.</translation>
    </message>
    <message>
        <source>The inverse hyperbolic cosine of each sample.</source>
        <translation>각 샘플의 역쌍곡코사인입니다.</translation>
    </message>
    <message>
        <source>The arc sine of each sample, in radians.</source>
        <translation>각 샘플의 아크사인(라디안)입니다.</translation>
    </message>
    <message>
        <source>The inverse hyperbolic sine of each sample.</source>
        <translation>각 샘플의 역쌍곡사인입니다.</translation>
    </message>
    <message>
        <source>The arc tangent of each sample, in radians.</source>
        <translation>각 샘플의 아크탄젠트(라디안)입니다.</translation>
    </message>
    <message>
        <source>The inverse hyperbolic tangent of each sample.</source>
        <translation>각 샘플의 역쌍곡탄젠트입니다.</translation>
    </message>
    <message>
        <source>The average of the samples in the range.</source>
        <translation>범위 안 샘플의 평균입니다.</translation>
    </message>
    <message>
        <source>Each sample rounded up to a whole number.</source>
        <translation>각 샘플을 정수로 올림합니다.</translation>
    </message>
    <message>
        <source>How often the value changed in the range.</source>
        <translation>범위 안에서 값이 바뀐 횟수입니다.</translation>
    </message>
    <message>
        <source>Each sample, but not below min and not above max.</source>
        <translation>각 샘플을 min 이상 max 이하로 제한합니다.</translation>
    </message>
    <message>
        <source>Each sample, but not above max.</source>
        <translation>각 샘플을 max 이하로 제한합니다.</translation>
    </message>
    <message>
        <source>Each sample, but not below min.</source>
        <translation>각 샘플을 min 이상으로 제한합니다.</translation>
    </message>
    <message>
        <source>The cosine of each sample in radians.</source>
        <translation>각 샘플(라디안)의 코사인입니다.</translation>
    </message>
    <message>
        <source>The hyperbolic cosine of each sample.</source>
        <translation>각 샘플의 쌍곡코사인입니다.</translation>
    </message>
    <message>
        <source>The number of samples in the range.</source>
        <translation>범위 안 샘플의 개수입니다.</translation>
    </message>
    <message>
        <source>The day of the month, 1 to 31, in UTC.</source>
        <translation>일(1~31), UTC 기준입니다.</translation>
    </message>
    <message>
        <source>The day of the week, 0 for Sunday to 6, in UTC.</source>
        <translation>요일(일요일 0~6), UTC 기준입니다.</translation>
    </message>
    <message>
        <source>The day of the year, 1 to 366, in UTC.</source>
        <translation>연중 일수(1~366), UTC 기준입니다.</translation>
    </message>
    <message>
        <source>The number of days of the month, in UTC.</source>
        <translation>그 달의 일수, UTC 기준입니다.</translation>
    </message>
    <message>
        <source>Radians as degrees.</source>
        <translation>라디안을 도로 바꿉니다.</translation>
    </message>
    <message>
        <source>The difference between the ends of the range, extrapolated; for gauges.</source>
        <translation>범위 양 끝의 차이를 외삽한 값입니다. 게이지에 씁니다.</translation>
    </message>
    <message>
        <source>The slope per second by linear regression; for gauges.</source>
        <translation>선형 회귀로 구한 초당 기울기입니다. 게이지에 씁니다.</translation>
    </message>
    <message>
        <source>A smoothed value that follows the trend; for gauges.</source>
        <translation>추세를 따르는 평활 값입니다. 게이지에 씁니다.</translation>
    </message>
    <message>
        <source>The end of the query, as Unix seconds.</source>
        <translation>쿼리의 끝(Unix 초)입니다.</translation>
    </message>
    <message>
        <source>e to the power of each sample.</source>
        <translation>e를 각 샘플만큼 거듭제곱합니다.</translation>
    </message>
    <message>
        <source>The first sample in the range.</source>
        <translation>범위의 첫 샘플입니다.</translation>
    </message>
    <message>
        <source>Each sample rounded down to a whole number.</source>
        <translation>각 샘플을 정수로 내림합니다.</translation>
    </message>
    <message>
        <source>The average of the observations of each native histogram.</source>
        <translation>각 native histogram 관측값의 평균입니다.</translation>
    </message>
    <message>
        <source>The number of observations of each native histogram.</source>
        <translation>각 native histogram 관측값의 개수입니다.</translation>
    </message>
    <message>
        <source>The share of observations between lower and upper.</source>
        <translation>lower와 upper 사이 관측값의 비율입니다.</translation>
    </message>
    <message>
        <source>The phi-quantile, 0 to 1, of histogram buckets.</source>
        <translation>히스토그램 버킷의 phi 분위수(0~1)입니다.</translation>
    </message>
    <message>
        <source>Several quantiles of histogram buckets, told apart by a label.</source>
        <translation>히스토그램 버킷의 여러 분위수를 라벨로 구분합니다.</translation>
    </message>
    <message>
        <source>The estimated standard deviation of the observations of each native histogram.</source>
        <translation>각 native histogram 관측값의 추정 표준편차입니다.</translation>
    </message>
    <message>
        <source>The estimated variance of the observations of each native histogram.</source>
        <translation>각 native histogram 관측값의 추정 분산입니다.</translation>
    </message>
    <message>
        <source>The sum of the observations of each native histogram.</source>
        <translation>각 native histogram 관측값의 합입니다.</translation>
    </message>
    <message>
        <source>The hour of the day, 0 to 23, in UTC.</source>
        <translation>시(0~23), UTC 기준입니다.</translation>
    </message>
    <message>
        <source>The difference between the last two samples; for gauges.</source>
        <translation>마지막 두 샘플의 차이입니다. 게이지에 씁니다.</translation>
    </message>
    <message>
        <source>How much the counter grew in the range, extrapolated.</source>
        <translation>범위 안에서 카운터가 늘어난 양을 외삽한 값입니다.</translation>
    </message>
    <message>
        <source>The series with the labels of their info metrics, such as target_info.</source>
        <translation>target_info 같은 info 메트릭의 라벨을 붙인 시계열입니다.</translation>
    </message>
    <message>
        <source>The increase per second between the last two samples; for counters.</source>
        <translation>마지막 두 샘플 사이의 초당 증가량입니다. 카운터에 씁니다.</translation>
    </message>
    <message>
        <source>Sets the label dst to the joined values of other labels.</source>
        <translation>다른 라벨의 값을 이어 붙여 dst 라벨에 넣습니다.</translation>
    </message>
    <message>
        <source>Sets the label dst where the value of src matches the regular expression.</source>
        <translation>src의 값이 정규식과 맞으면 dst 라벨을 설정합니다.</translation>
    </message>
    <message>
        <source>The last sample in the range.</source>
        <translation>범위의 마지막 샘플입니다.</translation>
    </message>
    <message>
        <source>The natural logarithm of each sample.</source>
        <translation>각 샘플의 자연로그입니다.</translation>
    </message>
    <message>
        <source>The decimal logarithm of each sample.</source>
        <translation>각 샘플의 상용로그입니다.</translation>
    </message>
    <message>
        <source>The binary logarithm of each sample.</source>
        <translation>각 샘플의 이진로그입니다.</translation>
    </message>
    <message>
        <source>The median absolute deviation of the samples in the range.</source>
        <translation>범위 안 샘플의 중앙값 절대 편차입니다.</translation>
    </message>
    <message>
        <source>The larger of two numbers.</source>
        <translation>두 수 중 큰 값입니다.</translation>
    </message>
    <message>
        <source>The largest sample in the range.</source>
        <translation>범위에서 가장 큰 샘플입니다.</translation>
    </message>
    <message>
        <source>The smaller of two numbers.</source>
        <translation>두 수 중 작은 값입니다.</translation>
    </message>
    <message>
        <source>The smallest sample in the range.</source>
        <translation>범위에서 가장 작은 샘플입니다.</translation>
    </message>
    <message>
        <source>The minute of the hour, 0 to 59, in UTC.</source>
        <translation>분(0~59)입니다.</translation>
    </message>
    <message>
        <source>The month, 1 to 12, in UTC.</source>
        <translation>월(1~12), UTC 기준입니다.</translation>
    </message>
    <message>
        <source>The number pi.</source>
        <translation>원주율입니다.</translation>
    </message>
    <message>
        <source>The value in t seconds by linear regression; for gauges.</source>
        <translation>선형 회귀로 예측한 t초 뒤의 값입니다. 게이지에 씁니다.</translation>
    </message>
    <message>
        <source>1 for each series with a sample in the range.</source>
        <translation>범위에 샘플이 있는 시계열마다 1입니다.</translation>
    </message>
    <message>
        <source>The phi-quantile, 0 to 1, of the samples in the range.</source>
        <translation>범위 안 샘플의 phi 분위수(0~1)입니다.</translation>
    </message>
    <message>
        <source>Degrees as radians.</source>
        <translation>도를 라디안으로 바꿉니다.</translation>
    </message>
    <message>
        <source>The time from the start to the end of the query, in seconds.</source>
        <translation>쿼리의 시작부터 끝까지의 시간(초)입니다.</translation>
    </message>
    <message>
        <source>The increase per second, averaged over the range; for counters.</source>
        <translation>범위 평균 초당 증가량입니다. 카운터에 씁니다.</translation>
    </message>
    <message>
        <source>How often the counter was reset in the range.</source>
        <translation>범위 안에서 카운터가 초기화된 횟수입니다.</translation>
    </message>
    <message>
        <source>Each sample rounded to the nearest whole number, or multiple of to.</source>
        <translation>각 샘플을 가장 가까운 정수 또는 to의 배수로 반올림합니다.</translation>
    </message>
    <message>
        <source>The value of the only series; NaN when there is none or several.</source>
        <translation>하나뿐인 시계열의 값입니다. 없거나 여럿이면 NaN입니다.</translation>
    </message>
    <message>
        <source>1, 0 or -1: the sign of each sample.</source>
        <translation>각 샘플의 부호입니다(1, 0, -1).</translation>
    </message>
    <message>
        <source>The sine of each sample in radians.</source>
        <translation>각 샘플(라디안)의 사인입니다.</translation>
    </message>
    <message>
        <source>The hyperbolic sine of each sample.</source>
        <translation>각 샘플의 쌍곡사인입니다.</translation>
    </message>
    <message>
        <source>The series in ascending order of their values.</source>
        <translation>시계열을 값의 오름차순으로 정렬합니다.</translation>
    </message>
    <message>
        <source>The series in the order of label values.</source>
        <translation>시계열을 라벨 값 순서로 정렬합니다.</translation>
    </message>
    <message>
        <source>The series in descending order of label values.</source>
        <translation>시계열을 라벨 값의 내림차순으로 정렬합니다.</translation>
    </message>
    <message>
        <source>The series in descending order of their values.</source>
        <translation>시계열을 값의 내림차순으로 정렬합니다.</translation>
    </message>
    <message>
        <source>The square root of each sample.</source>
        <translation>각 샘플의 제곱근입니다.</translation>
    </message>
    <message>
        <source>The start of the query, as Unix seconds.</source>
        <translation>쿼리의 시작(Unix 초)입니다.</translation>
    </message>
    <message>
        <source>When each sample was created, as Unix seconds.</source>
        <translation>각 샘플이 만들어진 시각(Unix 초)입니다.</translation>
    </message>
    <message>
        <source>The standard deviation of the samples in the range.</source>
        <translation>범위 안 샘플의 표준편차입니다.</translation>
    </message>
    <message>
        <source>The variance of the samples in the range.</source>
        <translation>범위 안 샘플의 분산입니다.</translation>
    </message>
    <message>
        <source>The step of the query, in seconds.</source>
        <translation>쿼리의 step(초)입니다.</translation>
    </message>
    <message>
        <source>The sum of the samples in the range.</source>
        <translation>범위 안 샘플의 합입니다.</translation>
    </message>
    <message>
        <source>The tangent of each sample in radians.</source>
        <translation>각 샘플(라디안)의 탄젠트입니다.</translation>
    </message>
    <message>
        <source>The hyperbolic tangent of each sample.</source>
        <translation>각 샘플의 쌍곡탄젠트입니다.</translation>
    </message>
    <message>
        <source>The time of the evaluation, as Unix seconds.</source>
        <translation>평가 시각(Unix 초)입니다.</translation>
    </message>
    <message>
        <source>When each sample was taken, as Unix seconds.</source>
        <translation>각 샘플을 수집한 시각(Unix 초)입니다.</translation>
    </message>
    <message>
        <source>When the first sample in the range was taken, as Unix seconds.</source>
        <translation>범위의 첫 샘플을 수집한 시각(Unix 초)입니다.</translation>
    </message>
    <message>
        <source>When the last sample in the range was taken, as Unix seconds.</source>
        <translation>범위의 마지막 샘플을 수집한 시각(Unix 초)입니다.</translation>
    </message>
    <message>
        <source>When the largest sample in the range was taken, as Unix seconds.</source>
        <translation>범위에서 가장 큰 샘플을 수집한 시각(Unix 초)입니다.</translation>
    </message>
    <message>
        <source>When the smallest sample in the range was taken, as Unix seconds.</source>
        <translation>범위에서 가장 작은 샘플을 수집한 시각(Unix 초)입니다.</translation>
    </message>
    <message>
        <source>The number as a vector with one series without labels.</source>
        <translation>수를 라벨 없는 시계열 하나의 벡터로 바꿉니다.</translation>
    </message>
    <message>
        <source>The year, in UTC.</source>
        <translation>연도, UTC 기준입니다.</translation>
    </message>
    <message>
        <source>The sum of the series of each group.</source>
        <translation>그룹별 시계열의 합입니다.</translation>
    </message>
    <message>
        <source>The average of the series of each group.</source>
        <translation>그룹별 시계열의 평균입니다.</translation>
    </message>
    <message>
        <source>The number of series of each group.</source>
        <translation>그룹별 시계열의 개수입니다.</translation>
    </message>
    <message>
        <source>The smallest value of each group.</source>
        <translation>그룹별 최솟값입니다.</translation>
    </message>
    <message>
        <source>The largest value of each group.</source>
        <translation>그룹별 최댓값입니다.</translation>
    </message>
    <message>
        <source>1 for each group.</source>
        <translation>그룹마다 1입니다.</translation>
    </message>
    <message>
        <source>The standard deviation of each group.</source>
        <translation>그룹별 표준편차입니다.</translation>
    </message>
    <message>
        <source>The variance of each group.</source>
        <translation>그룹별 분산입니다.</translation>
    </message>
    <message>
        <source>The k largest series of each group.</source>
        <translation>그룹별로 값이 큰 시계열 k개입니다.</translation>
    </message>
    <message>
        <source>The k smallest series of each group.</source>
        <translation>그룹별로 값이 작은 시계열 k개입니다.</translation>
    </message>
    <message>
        <source>How many series have each value; the label holds the value.</source>
        <translation>값마다 시계열이 몇 개인지 셉니다. 값은 라벨에 들어갑니다.</translation>
    </message>
    <message>
        <source>The phi-quantile, 0 to 1, of each group.</source>
        <translation>그룹별 phi 분위수(0~1)입니다.</translation>
    </message>
    <message>
        <source>Some k series of each group, always the same ones.</source>
        <translation>그룹별로 늘 같은 시계열 k개입니다.</translation>
    </message>
    <message>
        <source>A share of the series of each group, always the same ones.</source>
        <translation>그룹별로 늘 같은 일정 비율의 시계열입니다.</translation>
    </message>
    <message>
        <source>A vector selector: the last sample of each matching series.</source>
        <translation>vector selector: 맞는 시계열마다 마지막 샘플입니다.</translation>
    </message>
    <message>
        <source>The expression returns native histograms, which a backtest cannot read.</source>
        <translation>표현식이 native histogram을 반환합니다. 백테스트는 이를 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>The expression of %1 has errors; `rulewright-cli check` shows them.</source>
        <translation>표현식에 오류가 있습니다: %1. `rulewright-cli check`로 확인하십시오.</translation>
    </message>
    <message>
        <source>Name rule files, --endpoint URL, and --from and --to as Unix seconds or RFC 3339 with a time zone.</source>
        <translation>규칙 파일, --endpoint URL, --from과 --to를 지정하십시오. 시각은 Unix 초 또는 시간대가 있는 RFC 3339입니다.</translation>
    </message>
    <message>
        <source>There is no such alerting rule in these files.</source>
        <translation>이 파일들에 그런 alerting rule이 없습니다.</translation>
    </message>
    <message>
        <source>Labels of a group need Prometheus %1 or newer.</source>
        <translation>그룹 라벨에는 Prometheus %1 이상이 필요합니다.</translation>
    </message>
    <message>
        <source>%1 is no URL of a repository.</source>
        <translation>저장소 URL이 아닙니다: %1</translation>
    </message>
    <message>
        <source>%1 is no clone of %2: none of its remotes has this URL.</source>
        <translation>%1 폴더는 %2 저장소의 클론이 아닙니다. 이 URL을 가진 리모트가 없습니다.</translation>
    </message>
    <message>
        <source>No clone of %1 is known here. Clone it beside the workspace, or name its folder once: rulewright-cli save --repository %1=FOLDER</source>
        <translation>%1 저장소의 클론을 찾을 수 없습니다. 작업 공간 옆에 클론하거나 폴더를 한 번 지정하십시오: rulewright-cli save --repository %1=FOLDER</translation>
    </message>
    <message>
        <source>Each entry of &quot;%1&quot; is a mapping of keys.</source>
        <translation>&quot;%1&quot; 목록의 각 항목은 키 매핑이어야 합니다.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no pattern of files below the mapping&apos;s source.</source>
        <translation>&quot;%1&quot; 패턴은 매핑의 source 아래 파일을 가리키지 않습니다.</translation>
    </message>
    <message>
        <source>A target needs the key path.</source>
        <translation>target에는 path 키가 필요합니다.</translation>
    </message>
    <message>
        <source>A target has no key &quot;%1&quot;.</source>
        <translation>target에는 &quot;%1&quot; 키가 없습니다.</translation>
    </message>
    <message>
        <source>The payload &quot;%1&quot; is unknown; it is file or rules.</source>
        <translation>payload 값 &quot;%1&quot; 항목을 알 수 없습니다. file 또는 rules만 쓸 수 있습니다.</translation>
    </message>
    <message>
        <source>A mapping needs the keys source and gitops (or targets).</source>
        <translation>매핑에는 source와 gitops(또는 targets) 키가 필요합니다.</translation>
    </message>
    <message>
        <source>A key of a ConfigMap is named only with &quot;payload: rules&quot;.</source>
        <translation>ConfigMap 키는 &quot;payload: rules&quot;와 함께만 지정할 수 있습니다.</translation>
    </message>
    <message>
        <source>An endpoint has no key &quot;%1&quot;.</source>
        <translation>엔드포인트에는 &quot;%1&quot; 키가 없습니다.</translation>
    </message>
    <message>
        <source>The key &quot;via&quot; needs a command.</source>
        <translation>&quot;via&quot; 키에는 명령이 필요합니다.</translation>
    </message>
    <message>
        <source>An environment has no key &quot;%1&quot;.</source>
        <translation>environment에는 &quot;%1&quot; 키가 없습니다.</translation>
    </message>
    <message>
        <source>An environment needs the key name.</source>
        <translation>environment에는 name 키가 필요합니다.</translation>
    </message>
    <message>
        <source>There are two environments named &quot;%1&quot;.</source>
        <translation>이름이 &quot;%1&quot;인 environment가 두 개 있습니다.</translation>
    </message>
    <message>
        <source>There is no endpoint named &quot;%1&quot;.</source>
        <translation>이름이 &quot;%1&quot;인 엔드포인트가 없습니다.</translation>
    </message>
    <message>
        <source>A workspace file is a mapping with the keys source, gitops, mappings, endpoints and environments.</source>
        <translation>작업 공간 파일은 source, gitops, mappings, endpoints, environments 키의 매핑이어야 합니다.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no URL of a repository: write https://host/path or git@host:path.</source>
        <translation>&quot;%1&quot; 값은 저장소 URL이 아닙니다. https://host/path 또는 git@host:path 형식으로 쓰십시오.</translation>
    </message>
    <message>
        <source>The workspace file %1 is larger than 1 MB.</source>
        <translation>작업 공간 파일 %1 크기가 1MB를 넘습니다.</translation>
    </message>
    <message>
        <source>unexpected end of input in duration expression</source>
        <translation>unexpected end of input in duration expression</translation>
    </message>
    <message>
        <source>unknown unit %1 in duration %2</source>
        <translation>unknown unit %1 in duration %2</translation>
    </message>
    <message>
        <source>The label %1 runs a query in its template. What that would have returned at every tick is not asked.</source>
        <translation>라벨 템플릿이 쿼리를 실행합니다: %1. 모든 평가 시점의 쿼리 결과는 조회하지 않습니다.</translation>
    </message>
    <message>
        <source>The template function %1 needs Prometheus %2 or newer.</source>
        <translation>템플릿 함수 %1에는 Prometheus %2 이상이 필요합니다.</translation>
    </message>
    <message>
        <source>The template function %1 is vmalert&apos;s. Prometheus rejects the file.</source>
        <translation>vmalert 전용 템플릿 함수입니다: %1. Prometheus는 이 파일을 거부합니다.</translation>
    </message>
    <message>
        <source>There is no template function %1. Prometheus rejects the file.</source>
        <translation>없는 템플릿 함수입니다: %1. Prometheus는 이 파일을 거부합니다.</translation>
    </message>
    <message>
        <source>The template does not define the variable %1. Prometheus rejects the file.</source>
        <translation>템플릿에 정의되지 않은 변수입니다: %1. Prometheus는 이 파일을 거부합니다.</translation>
    </message>
    <message>
        <source>The template does not parse: %1. Prometheus rejects the file.</source>
        <translation>템플릿을 해석할 수 없습니다: %1. Prometheus는 이 파일을 거부합니다.</translation>
    </message>
    <message>
        <source>Write %1</source>
        <translation>%1 쓰기</translation>
    </message>
    <message>
        <source>A save that was interrupted has been undone: there is no new commit, and the files are as before. What hooks had made of them is kept in %1</source>
        <translation>중단된 저장을 되돌렸습니다. 새 커밋이 없고 파일은 이전과 같습니다. hook이 바꾼 내용은 다음 위치에 보관했습니다: %1</translation>
    </message>
    <message>
        <source>The source or its copy is not valid YAML.</source>
        <translation>소스나 사본이 올바른 YAML이 아닙니다.</translation>
    </message>
    <message>
        <source>Lists of rule groups were added or removed in the source. Make this change in the copy by hand.</source>
        <translation>소스에서 규칙 그룹 목록이 추가되거나 삭제되었습니다. 사본에서 직접 변경하십시오.</translation>
    </message>
    <message>
        <source>The copy has no rules under the key &quot;%1&quot;.</source>
        <translation>사본의 &quot;%1&quot; 키 아래에 규칙이 없습니다.</translation>
    </message>
    <message>
        <source>The copy holds no rules.</source>
        <translation>사본에 규칙이 없습니다.</translation>
    </message>
    <message>
        <source>The copy holds several rule files, and none is named like the source. Name its key in the mapping.</source>
        <translation>사본에 규칙 파일이 여러 개 있고 소스와 이름이 같은 것이 없습니다. 매핑에 key를 지정하십시오.</translation>
    </message>
    <message>
        <source>same within a tick in %1 of %2 firings</source>
        <translation>firing %2회 중 %1회가 평가 한 번 이내로 같음</translation>
    </message>
    <message>
        <source>The expression has errors: %1.</source>
        <translation>표현식에 오류가 있습니다: %1.</translation>
    </message>
    <message>
        <source>%1 names no metric: what %2 would record is missing from it.</source>
        <translation>메트릭 이름이 없는 셀렉터입니다: %1. 다음 규칙이 기록할 값은 여기에 빠져 있습니다: %2.</translation>
    </message>
    <message>
        <source>%1() reads when %2 was recorded, which it has not been.</source>
        <translation>%1() 함수는 기록된 시각을 읽지만 아직 기록되지 않았습니다: %2.</translation>
    </message>
    <message>
        <source>%1 is read with `anchored` or `smoothed`, which only recorded series can be.</source>
        <translation>`anchored`나 `smoothed`로 읽고 있습니다: %1. 실제로 기록된 시계열만 그렇게 읽을 수 있습니다.</translation>
    </message>
    <message>
        <source>The recording rule %1 reads itself: what it records depends on what it recorded before.</source>
        <translation>자기 자신을 읽는 recording rule입니다: %1. 기록할 값이 이전에 기록한 값에 따라 달라집니다.</translation>
    </message>
    <message>
        <source>The endpoint has series named %1 that no loaded rule records; only those that the rule would record are read.</source>
        <translation>로드된 규칙이 기록하지 않는 같은 이름의 시계열이 엔드포인트에 있습니다: %1. 이 규칙이 기록할 값만 읽습니다.</translation>
    </message>
    <message>
        <source>%1 reads a range of series that are recorded at different times, or partly at the endpoint; they cannot be put into one range.</source>
        <translation>서로 다른 시각에 기록되거나 일부만 엔드포인트에 있는 시계열을 범위로 읽습니다: %1. 하나의 범위로 합칠 수 없습니다.</translation>
    </message>
    <message>
        <source>Several recording rules are named %1, and nothing says that their series have different labels.</source>
        <translation>이름이 같은 recording rule이 여러 개 있습니다: %1. 시계열의 라벨이 서로 다른지 알 수 없습니다.</translation>
    </message>
    <message>
        <source>The recording rule %1 is not loaded, and its expression has errors.</source>
        <translation>로드되지 않은 recording rule의 표현식에 오류가 있습니다: %1.</translation>
    </message>
    <message>
        <source>The recording rule %1 is no instant vector and cannot be recorded.</source>
        <translation>instant vector가 아니어서 기록할 수 없는 recording rule입니다: %1.</translation>
    </message>
    <message>
        <source>The recording rules %1 and %2 read each other: what they record depends on what they recorded before.</source>
        <translation>서로를 읽는 recording rule입니다: %1, %2. 기록할 값이 이전에 기록한 값에 따라 달라집니다.</translation>
    </message>
    <message>
        <source>%1 is not recorded, and the durations of %2 are not constant.</source>
        <translation>기록되지 않은 규칙을 상수가 아닌 기간으로 읽습니다: %1(%2).</translation>
    </message>
    <message>
        <source>%1 is not recorded and cannot be put in place of its series: %2</source>
        <translation>기록되지 않았고 시계열을 대신할 수도 없습니다: %1. %2</translation>
    </message>
    <message>
        <source>It is not known when %1 would be evaluated within its interval of %2; its values are up to one interval off.</source>
        <translation>평가 주기 안의 평가 시점을 알 수 없습니다: %1(주기 %2). 값이 최대 한 주기만큼 어긋날 수 있습니다.</translation>
    </message>
    <message>
        <source>%1 is evaluated at the same instants as the rule that reads it, in another group: which comes first is chance.</source>
        <translation>읽는 규칙과 다른 그룹에서 같은 순간에 평가됩니다: %1. 어느 쪽이 먼저인지는 정해져 있지 않습니다.</translation>
    </message>
    <message>
        <source>%1 is read in a subquery before it is recorded at the same instant; its newest value is one interval off.</source>
        <translation>같은 순간에 기록되기 전에 서브쿼리에서 읽습니다: %1. 가장 새로운 값이 한 주기 어긋납니다.</translation>
    </message>
    <message>
        <source>There is no such alerting rule any more.</source>
        <translation>그런 alerting rule이 더 이상 없습니다.</translation>
    </message>
    <message>
        <source>The range holds %1 evaluations of %2, more than %3 cannot be backtested at once. Choose a shorter range.</source>
        <translation>이 범위에는 평가가 %1회 있습니다(%2). 한 번에 %3회까지만 백테스트할 수 있습니다. 더 짧은 범위를 고르십시오.</translation>
    </message>
    <message>
        <source>It is not known when the group %1 would be evaluated within its interval of %2: the result is approximate.</source>
        <translation>평가 주기 안의 평가 시점을 알 수 없는 그룹입니다: %1(주기 %2). 결과는 근사치입니다.</translation>
    </message>
    <message>
        <source>At some ticks the server cannot evaluate the rule: %1</source>
        <translation>일부 평가 시점에서 서버가 규칙을 평가할 수 없습니다: %1</translation>
    </message>
    <message>
        <source>At some ticks the rule fails: %1</source>
        <translation>일부 평가 시점에서 규칙이 실패합니다: %1</translation>
    </message>
    <message>
        <source>The expression returns a string, which is no series.</source>
        <translation>표현식이 시계열이 아닌 string을 반환합니다.</translation>
    </message>
    <message>
        <source>%1 depends on when it is evaluated in a way that cannot be moved to another time.</source>
        <translation>평가 시각에 따라 달라져 다른 시각으로 옮길 수 없습니다: %1.</translation>
    </message>
    <message>
        <source>None of the %1 values passes %2: they run from %3 to %4.</source>
        <translation>%2 조건을 만족하는 값이 없습니다(값 %1개, 최소 %3, 최대 %4).</translation>
    </message>
    <message>
        <source>All values are NaN, which no comparison passes.</source>
        <translation>모든 값이 NaN입니다. NaN은 어떤 비교도 통과하지 않습니다.</translation>
    </message>
    <message>
        <source>The series are there, so that %1() returns nothing.</source>
        <translation>시계열이 있으므로 %1()은(는) 아무것도 반환하지 않습니다.</translation>
    </message>
    <message>
        <source>The series have no label le, so that %1() finds no buckets.</source>
        <translation>시계열에 le 라벨이 없어 버킷을 찾을 수 없습니다: %1().</translation>
    </message>
    <message>
        <source>%1() needs two samples of a series in its window, and none has more than one. A longer window would have them.</source>
        <translation>%1(): 한 시계열의 샘플이 구간 안에 둘 이상 필요하지만, 모두 하나 이하입니다. 구간을 늘리면 됩니다.</translation>
    </message>
    <message>
        <source>Its parts have series, but this step returns none.</source>
        <translation>하위 표현식에는 시계열이 있지만, 이 단계의 결과에는 없습니다.</translation>
    </message>
    <message>
        <source>The label %1 must match, but only the right side has it: %2.</source>
        <translation>매칭해야 할 라벨 %1: 오른쪽에만 있습니다(%2).</translation>
    </message>
    <message>
        <source>The label %1 must match, but only the left side has it: %2.</source>
        <translation>매칭해야 할 라벨 %1: 왼쪽에만 있습니다(%2).</translation>
    </message>
    <message>
        <source>The two sides share no value of the label %1: %2 on the left, %3 on the right.</source>
        <translation>라벨 %1: 양쪽에 공통된 값이 없습니다. 왼쪽: %2, 오른쪽: %3.</translation>
    </message>
    <message>
        <source>on (%1) would match: %2 of its values are on both sides.</source>
        <translation>on (%1)이라면 매칭됩니다. 값 %2개가 양쪽에 있습니다.</translation>
    </message>
    <message>
        <source>%3 values of %1 on the left are values of %2 on the right: label_replace() can make them meet.</source>
        <translation>왼쪽 라벨 %1의 값 %3개가 오른쪽 라벨 %2의 값과 같습니다. label_replace()로 맞출 수 있습니다.</translation>
    </message>
    <message>
        <source>Every series of the left side has a match on the right side, so that unless removes it.</source>
        <translation>왼쪽의 모든 시계열에 매칭되는 오른쪽 시계열이 있어 unless가 모두 제거합니다.</translation>
    </message>
    <message>
        <source>%1 series of the left side have a match, but none passes the comparison %2.</source>
        <translation>왼쪽 시계열 %1개가 매칭되지만, 비교 %2: 통과하는 것이 없습니다.</translation>
    </message>
    <message>
        <source>Each matching label shares values, but no two series share all of them: %1.</source>
        <translation>매칭 라벨마다 공통된 값은 있지만, 모두 일치하는 시계열 쌍은 없습니다: %1.</translation>
    </message>
    <message>
        <source>No series of %1 at %2 has the label %3 (it has %4).</source>
        <translation>%2의 %1 시계열에는 %3 라벨이 없습니다(있는 라벨: %4).</translation>
    </message>
    <message>
        <source>No series of %1 at %2 has %3: the label&apos;s values are %4.</source>
        <translation>%2의 %1 시계열 중 %3인 것이 없습니다. 이 라벨의 값: %4.</translation>
    </message>
    <message>
        <source>Each matcher matches series of %1 at %2, but no series matches all of them.</source>
        <translation>%2의 %1 시계열: 매처마다 일치하는 시계열은 있지만, 모든 매처와 일치하는 시계열은 없습니다.</translation>
    </message>
    <message>
        <source>The series are there only from about %1 on.</source>
        <translation>시계열은 대략 %1부터 있습니다.</translation>
    </message>
    <message>
        <source>The series are retained at %1, but not within %2 of this time.</source>
        <translation>시계열이 %1에 보존되어 있지만, 이 시각 전후 %2 안에는 없습니다.</translation>
    </message>
    <message>
        <source>There were samples until %1, and none since.</source>
        <translation>샘플은 %1까지 있었고, 그 뒤로는 없습니다.</translation>
    </message>
    <message>
        <source>No series at %1 within its retention (%2): %3. A labelled counter appears only after its first event.</source>
        <translation>시계열이 없습니다. %1의 보존 기간(%2) 안에 수집된 기록이 없습니다: %3. 라벨이 있는 counter는 첫 이벤트 뒤에야 나타납니다.</translation>
    </message>
    <message>
        <source>No series at %1 within its retention: %2. A labelled counter appears only after its first event.</source>
        <translation>시계열이 없습니다. %1의 보존 기간 안에 수집된 기록이 없습니다: %2. 라벨이 있는 counter는 첫 이벤트 뒤에야 나타납니다.</translation>
    </message>
    <message>
        <source>Name one workspace.</source>
        <translation>작업 공간을 하나만 지정하십시오.</translation>
    </message>
    <message>
        <source>There is no known clone of %1 (%2). `rulewright-cli save --repository URL=FOLDER` tells once where it is.</source>
        <translation>%1(%2)의 클론을 찾을 수 없습니다. `rulewright-cli save --repository URL=FOLDER`로 위치를 한 번 알려 주십시오.</translation>
    </message>
    <message>
        <source>--time takes Unix seconds or RFC 3339 with a time zone, and needs --endpoint.</source>
        <translation>--time에는 Unix 초 또는 시간대가 있는 RFC 3339 시각을 쓰고, --endpoint를 함께 지정하십시오.</translation>
    </message>
    <message>
        <source>%1:%2 would not answer: the Service %3 has the ports %4.</source>
        <translation>%1:%2 주소는 응답하지 않게 됩니다. Service %3의 포트: %4</translation>
    </message>
    <message>
        <source>Name a port that the Service has.</source>
        <translation>Service에 있는 포트를 지정하십시오.</translation>
    </message>
    <message>
        <source>%1 would not be reached at %2: its Service %3 is written in %4, which is not deployed.</source>
        <translation>%1: %2 주소에 닿지 못하게 됩니다. Service %3의 매니페스트 %4 파일이 배포되지 않습니다.</translation>
    </message>
    <message>
        <source>Register %1.</source>
        <translation>%1 파일을 등록하십시오.</translation>
    </message>
    <message>
        <source>%1 would not be reached at %2: its Service %3 is defined in source (%4) and not deployed.</source>
        <translation>%1: %2 주소에 닿지 못하게 됩니다. Service %3의 정의가 source(%4)에 있지만 배포되지 않습니다.</translation>
    </message>
    <message>
        <source>Carry %1 to the GitOps repository and register it.</source>
        <translation>%1 파일을 GitOps 저장소로 옮기고 등록하십시오.</translation>
    </message>
    <message>
        <source>No manifest here defines the Service %1 that %2 is reached at (%3). Unless it is deployed from elsewhere, nothing would answer.</source>
        <translation>%2의 대상인 Service %1(%3)의 매니페스트가 없습니다. 다른 곳에서 배포하지 않는다면 응답이 없게 됩니다.</translation>
    </message>
    <message>
        <source>This configuration would send no alert anywhere: its alerting section names no Alertmanager. Alerting rules concerned: %1.</source>
        <translation>이 설정으로는 alert가 아무 데도 전송되지 않습니다. alerting 섹션에 Alertmanager가 없습니다. 해당 alerting rule: %1개</translation>
    </message>
    <message>
        <source>This configuration would send no alert anywhere: it has no alerting section. Alerting rules concerned: %1.</source>
        <translation>이 설정으로는 alert가 아무 데도 전송되지 않습니다. alerting 섹션이 없습니다. 해당 alerting rule: %1개</translation>
    </message>
    <message>
        <source>Take the alerting section of %1 in source.</source>
        <translation>source의 %1 파일에서 alerting 섹션을 가져오십시오.</translation>
    </message>
    <message>
        <source>Name the Alertmanager under alerting.alertmanagers.</source>
        <translation>alerting.alertmanagers에 Alertmanager를 지정하십시오.</translation>
    </message>
    <message>
        <source>%1 would not be scraped: this configuration lacks its job, which %2 in source has.</source>
        <translation>%1: 스크레이프되지 않게 됩니다. source의 %2 파일에 있는 job이 이 설정에 없습니다.</translation>
    </message>
    <message>
        <source>Take the job %1 from source.</source>
        <translation>source에서 job %1 항목을 가져오십시오.</translation>
    </message>
    <message>
        <source>The %1 %2 runs Alertmanager and would not be deployed: no kustomization that is deployed leads to %3.</source>
        <translation>Alertmanager를 실행하는 %1 %2 리소스가 배포되지 않게 됩니다. 배포되는 kustomization 가운데 %3 파일로 이어지는 것이 없습니다.</translation>
    </message>
    <message>
        <source>A route names the receiver %1, which does not exist: Alertmanager would refuse this configuration.</source>
        <translation>route가 지정한 receiver %1 항목이 없습니다. Alertmanager가 이 설정을 거부하게 됩니다.</translation>
    </message>
    <message>
        <source>Define the receiver, or name another one.</source>
        <translation>receiver를 정의하거나 다른 receiver를 지정하십시오.</translation>
    </message>
    <message>
        <source>The receiver %1 would notify nobody: it has no integration.</source>
        <translation>receiver %1: 아무에게도 알리지 않게 됩니다. 연동 설정이 없습니다.</translation>
    </message>
    <message>
        <source>Add an integration such as webhook_configs, or name the receiver null when nobody is meant.</source>
        <translation>webhook_configs 같은 연동을 추가하거나, 알리지 않으려는 것이면 receiver 이름을 null로 바꾸십시오.</translation>
    </message>
    <message>
        <source>%1 is read since Alertmanager %2; %3 would refuse this configuration.</source>
        <translation>%1 항목은 Alertmanager %2부터 지원합니다. %3 이미지는 이 설정을 거부하게 됩니다.</translation>
    </message>
    <message>
        <source>Deploy Alertmanager %1 or newer.</source>
        <translation>Alertmanager %1 이상을 배포하십시오.</translation>
    </message>
    <message>
        <source>Add an integration such as webhookConfigs.</source>
        <translation>webhookConfigs 같은 연동을 추가하십시오.</translation>
    </message>
    <message>
        <source>The rules under %1 of the ConfigMap %2 would not be loaded: no mount puts them into Prometheus&apos;s container.</source>
        <translation>ConfigMap %2의 %1 키에 있는 규칙이 로드되지 않게 됩니다. Prometheus 컨테이너에 마운트되지 않습니다.</translation>
    </message>
    <message>
        <source>Mount the ConfigMap where a rule_files pattern looks; with subPath or items, name this key.</source>
        <translation>rule_files 패턴이 찾는 위치에 ConfigMap을 마운트하십시오. subPath나 items를 쓰면 이 키를 지정하십시오.</translation>
    </message>
    <message>
        <source>The rules under %1 of the ConfigMap %2 would not be loaded: the configuration has no rule_files.</source>
        <translation>ConfigMap %2의 %1 키에 있는 규칙이 로드되지 않게 됩니다. 설정에 rule_files가 없습니다.</translation>
    </message>
    <message>
        <source>Add %1 to rule_files.</source>
        <translation>rule_files에 %1 경로를 추가하십시오.</translation>
    </message>
    <message>
        <source>The rules under %1 of the ConfigMap %2 would not be loaded: no rule_files pattern (%3) fits %4.</source>
        <translation>ConfigMap %2의 %1 키에 있는 규칙이 로드되지 않게 됩니다. %4 경로에 맞는 rule_files 패턴이 없습니다(%3).</translation>
    </message>
    <message>
        <source>Rename the key, or extend rule_files.</source>
        <translation>키 이름을 바꾸거나 rule_files를 늘리십시오.</translation>
    </message>
    <message>
        <source>The rules under %1 of the ConfigMap %2 would not be loaded: no rule_files pattern (%3) fits that name.</source>
        <translation>ConfigMap %2의 %1 키에 있는 규칙이 로드되지 않게 됩니다. 이 이름에 맞는 rule_files 패턴이 없습니다(%3).</translation>
    </message>
    <message>
        <source>The Prometheus %1 would send no alert anywhere: spec.alerting names no Alertmanager.</source>
        <translation>Prometheus %1: alert가 아무 데도 전송되지 않게 됩니다. spec.alerting에 Alertmanager가 없습니다.</translation>
    </message>
    <message>
        <source>Name the Alertmanager under spec.alerting.alertmanagers.</source>
        <translation>spec.alerting.alertmanagers에 Alertmanager를 지정하십시오.</translation>
    </message>
    <message>
        <source>The PrometheusRule %1 would not be loaded: no ruleSelector and ruleNamespaceSelector of a deployed Prometheus picks it.</source>
        <translation>PrometheusRule %1: 로드되지 않게 됩니다. 배포되는 Prometheus의 ruleSelector와 ruleNamespaceSelector가 선택하지 않습니다.</translation>
    </message>
    <message>
        <source>Give Prometheus a ruleSelector that picks it.</source>
        <translation>이 리소스를 선택하는 ruleSelector를 Prometheus에 지정하십시오.</translation>
    </message>
    <message>
        <source>Give it the labels %1.</source>
        <translation>다음 라벨을 붙이십시오: %1</translation>
    </message>
    <message>
        <source>%1 reads %2, and no job of the deployed configuration has that name.</source>
        <translation>%1 규칙이 %2 조건으로 읽지만, 배포되는 설정에 그런 이름의 job이 없습니다.</translation>
    </message>
    <message>
        <source>Add the scrape job, or mend the matcher.</source>
        <translation>스크레이프 job을 추가하거나 매처를 고치십시오.</translation>
    </message>
    <message>
        <source>%1 reads %2*, which %3 provides; nothing that is deployed here scrapes or runs it.</source>
        <translation>%1 규칙이 읽는 %2* 메트릭의 제공자: %3. 배포되는 것 가운데 이를 실행하거나 스크레이프하는 것이 없습니다.</translation>
    </message>
    <message>
        <source>Deploy %1 and scrape it.</source>
        <translation>배포하고 스크레이프하십시오: %1</translation>
    </message>
    <message>
        <source>The %1 %2 is defined in source and no manifest of the GitOps repository has it: it would not be deployed.</source>
        <translation>%1 %2 리소스가 source에 정의되어 있지만 GitOps 저장소의 매니페스트에 없어 배포되지 않게 됩니다.</translation>
    </message>
    <message>
        <source>The Service %1, at which the job %2 is scraped, is defined in source and no manifest of the GitOps repository has it.</source>
        <translation>job %2의 스크레이프 대상인 Service %1 리소스가 source에 정의되어 있지만 GitOps 저장소의 매니페스트에 없습니다.</translation>
    </message>
    <message>
        <source>The runbook of %1 does not exist: %2.</source>
        <translation>%1 규칙의 런북이 없습니다: %2</translation>
    </message>
    <message>
        <source>Write the page, or mend the path.</source>
        <translation>문서를 쓰거나 경로를 고치십시오.</translation>
    </message>
    <message>
        <source>No rule and no dashboard of this workspace reads %1.</source>
        <translation>이 작업 공간의 규칙과 대시보드 가운데 읽는 것이 없습니다: %1</translation>
    </message>
    <message>
        <source>Remove the rule, unless somebody elsewhere reads it.</source>
        <translation>다른 곳에서 읽지 않는다면 규칙을 삭제하십시오.</translation>
    </message>
    <message>
        <source>%1 is in source only: its copy %2 does not exist.</source>
        <translation>%1 파일이 source에만 있습니다. 사본이 없습니다: %2</translation>
    </message>
    <message>
        <source>Create %1 and register it.</source>
        <translation>%1 파일을 만들고 등록하십시오.</translation>
    </message>
    <message>
        <source>%1 and its copy cannot be compared: %2</source>
        <translation>%1 파일을 사본과 비교할 수 없습니다: %2</translation>
    </message>
    <message>
        <source>Mend the YAML.</source>
        <translation>YAML을 고치십시오.</translation>
    </message>
    <message>
        <source>%1 (group %2) is in source only: it would not be loaded.</source>
        <translation>%1(그룹 %2): source에만 있습니다. 로드되지 않게 됩니다.</translation>
    </message>
    <message>
        <source>Take the source&apos;s rule, or remove it there.</source>
        <translation>source의 규칙을 가져오거나 source에서 삭제하십시오.</translation>
    </message>
    <message>
        <source>%1 (group %2) is in GitOps only: source no longer has it.</source>
        <translation>%1(그룹 %2): GitOps에만 있고 source에는 없습니다.</translation>
    </message>
    <message>
        <source>Remove it from GitOps, or take it back into source.</source>
        <translation>GitOps에서 삭제하거나 source로 가져오십시오.</translation>
    </message>
    <message>
        <source>%1 (group %2) differs in %3: source has %4, GitOps has %5.</source>
        <translation>%1(그룹 %2): %3 값이 다릅니다. source: %4, GitOps: %5</translation>
    </message>
    <message>
        <source>Take the source&apos;s value, or GitOps&apos;s.</source>
        <translation>source와 GitOps 가운데 한쪽 값을 가져오십시오.</translation>
    </message>
    <message>
        <source>%1 is in source only: %2.</source>
        <translation>%1: source에만 있습니다. %2</translation>
    </message>
    <message>
        <source>%1 is in GitOps only: %2.</source>
        <translation>%1: GitOps에만 있습니다. %2</translation>
    </message>
    <message>
        <source>%1 differs: source has %2, GitOps has %3.</source>
        <translation>%1: 값이 다릅니다. source: %2, GitOps: %3</translation>
    </message>
    <message>
        <source>Take the source&apos;s part, or GitOps&apos;s.</source>
        <translation>source와 GitOps 가운데 한쪽을 가져오십시오.</translation>
    </message>
    <message>
        <source>%1 is in GitOps only: source has no file for it.</source>
        <translation>%1: GitOps에만 있습니다. source에 해당 파일이 없습니다.</translation>
    </message>
    <message>
        <source>Take it into source, or remove it.</source>
        <translation>source로 가져오거나 삭제하십시오.</translation>
    </message>
    <message>
        <source>The list %1 of %2 is written in a way that cannot be extended by itself. Add %3 by hand.</source>
        <translation>%2 파일의 %1 목록은 자동으로 늘릴 수 없는 형태입니다. %3 항목을 직접 추가하십시오.</translation>
    </message>
    <message>
        <source>The entry stands within a larger part of %1. Remove it by hand.</source>
        <translation>항목이 %1 파일의 더 큰 부분 안에 있습니다. 직접 제거하십시오.</translation>
    </message>
    <message>
        <source>%1 is listed twice; the build would fail on its objects.</source>
        <translation>%1 항목이 두 번 있습니다. 빌드가 실패하게 됩니다.</translation>
    </message>
    <message>
        <source>Remove one of the two entries.</source>
        <translation>두 항목 가운데 하나를 제거하십시오.</translation>
    </message>
    <message>
        <source>%1 names %2, which is not in the repository; the build would fail unless something puts it there before.</source>
        <translation>%1 목록의 %2 파일이 저장소에 없습니다. 빌드 전에 만들지 않으면 빌드가 실패하게 됩니다.</translation>
    </message>
    <message>
        <source>%1 names %2, which does not exist; the build would fail.</source>
        <translation>%1 목록의 %2 경로가 없습니다. 빌드가 실패하게 됩니다.</translation>
    </message>
    <message>
        <source>Remove the entry, or restore the file.</source>
        <translation>항목을 제거하거나 파일을 되살리십시오.</translation>
    </message>
    <message>
        <source>%1 names the folder %2, which has no kustomization; the build would fail.</source>
        <translation>%1 목록의 %2 폴더에 kustomization이 없습니다. 빌드가 실패하게 됩니다.</translation>
    </message>
    <message>
        <source>Add a kustomization.yaml to the folder, or list its files.</source>
        <translation>폴더에 kustomization.yaml을 추가하거나 파일을 하나씩 적으십시오.</translation>
    </message>
    <message>
        <source>%1 does not list %2: %3 would not be deployed.</source>
        <translation>%1 목록에 %2 항목이 없습니다. 배포되지 않게 됩니다: %3</translation>
    </message>
    <message>
        <source>Add %1 to the resources of %2.</source>
        <translation>%2 파일의 resources에 %1 항목을 추가하십시오.</translation>
    </message>
    <message>
        <source>%1 does not list the folder %2: nothing in it would be deployed.</source>
        <translation>%1 목록에 %2 폴더가 없습니다. 폴더 안의 어떤 것도 배포되지 않게 됩니다.</translation>
    </message>
    <message>
        <source>No Argo CD or Flux application of this repository leads to this kustomization; unless one elsewhere does, nothing in %1 would be deployed.</source>
        <translation>이 저장소의 Argo CD나 Flux 애플리케이션 가운데 이 kustomization으로 이어지는 것이 없습니다. 다른 곳에도 없다면 %1 폴더의 어떤 것도 배포되지 않게 됩니다.</translation>
    </message>
    <message>
        <source>The build of %1 did not end within a minute and was stopped.</source>
        <translation>%1 빌드가 1분 안에 끝나지 않아 중단했습니다.</translation>
    </message>
    <message>
        <source>The build of %1 fails: %2</source>
        <translation>%1 빌드가 실패합니다: %2</translation>
    </message>
    <message>
        <source>What %1 changes in %2 is unknown: there is no rendering of it.</source>
        <translation>%2 환경에서 %1 항목이 바꾸는 내용은 알 수 없습니다. 렌더링이 없습니다.</translation>
    </message>
    <message>
        <source>Mend what the build names.</source>
        <translation>빌드가 지적한 곳을 고치십시오.</translation>
    </message>
    <message>
        <source>The rendering of %1 changes %2: `%3` is written, `%4` is deployed.</source>
        <translation>%1 렌더링이 %2 값을 바꿉니다. 파일: `%3`, 배포: `%4`</translation>
    </message>
    <message>
        <source>The rendering of %1 leaves %2 out, though a manifest holds it.</source>
        <translation>%1 렌더링에 %2 항목이 빠졌습니다. 매니페스트에는 있습니다.</translation>
    </message>
    <message>
        <source>The rendering of %1 adds %2, which no manifest holds.</source>
        <translation>%1 렌더링에 %2 항목이 더해졌습니다. 매니페스트에는 없습니다.</translation>
    </message>
    <message>
        <source>Check that the overlay still means this rule.</source>
        <translation>오버레이가 여전히 이 규칙을 가리키는지 확인하십시오.</translation>
    </message>
    <message>
        <source>The only value, %1, does not pass %2.</source>
        <translation>%2 조건을 만족하지 않습니다(유일한 값: %1).</translation>
    </message>
    <message>
        <source>The graph was not written to %1: %2</source>
        <translation>그래프를 저장하지 못했습니다. %1: %2</translation>
    </message>
    <message>
        <source>The repository has no commit %1.</source>
        <translation>저장소에 다음 커밋이 없습니다: %1</translation>
    </message>
    <message>
        <source>native histograms</source>
        <translation>native histogram</translation>
    </message>
    <message>
        <source>the external labels of the server</source>
        <translation>서버의 external label</translation>
    </message>
    <message>
        <source>the external URL of the server</source>
        <translation>서버의 external URL</translation>
    </message>
    <message>
        <source>so many queries</source>
        <translation>쿼리가 너무 많습니다</translation>
    </message>
    <message>
        <source>no endpoint</source>
        <translation>엔드포인트가 없습니다</translation>
    </message>
    <message>
        <source>A verb of printf does not fit its argument: it prints %1.</source>
        <translation>printf의 서식이 인수와 맞지 않습니다. 다음과 같이 출력됩니다: %1</translation>
    </message>
    <message>
        <source>Prometheus cannot expand this: %1. The text becomes an error.</source>
        <translation>Prometheus가 전개할 수 없어 오류 문구로 바뀝니다: %1</translation>
    </message>
    <message>
        <source>The label %1 is always empty here: the labels of the rule itself are not among those of the series.</source>
        <translation>항상 빈 값인 라벨입니다: %1. 규칙 자체의 라벨은 시계열의 라벨에 포함되지 않습니다.</translation>
    </message>
    <message>
        <source>The label %1 is always empty here: the result of the expression cannot have it.</source>
        <translation>항상 빈 값인 라벨입니다: %1. 표현식의 결과에 이 라벨이 있을 수 없습니다.</translation>
    </message>
    <message>
        <source>The value is part of the label %1: whenever it changes this is another alert, and its for starts again.</source>
        <translation>라벨에 값이 들어갑니다: %1. 값이 바뀔 때마다 다른 알림이 되어 for가 다시 시작됩니다.</translation>
    </message>
    <message>
        <source>The value is part of the label %1: whenever it changes the alert resolves and another one fires.</source>
        <translation>라벨에 값이 들어갑니다: %1. 값이 바뀔 때마다 알림이 해소되고 다른 알림이 발생합니다.</translation>
    </message>
    <message>
        <source>The query of this template is wrong: %1. The text becomes an error.</source>
        <translation>템플릿의 쿼리가 잘못되어 오류 문구로 바뀝니다: %1</translation>
    </message>
    <message>
        <source>a template that is nested so deeply</source>
        <translation>너무 깊이 중첩된 템플릿</translation>
    </message>
    <message>
        <source>a text of more than 1 MiB</source>
        <translation>1 MiB를 넘는 텍스트</translation>
    </message>
    <message>
        <source>range over a string</source>
        <translation>문자열에 대한 range</translation>
    </message>
    <message>
        <source>this method of a time</source>
        <translation>시각의 이 메서드</translation>
    </message>
    <message>
        <source>a template that takes so many steps</source>
        <translation>단계가 너무 많은 템플릿</translation>
    </message>
    <message>
        <source>comparing maps or lists with eq</source>
        <translation>eq로 맵이나 목록 비교</translation>
    </message>
    <message>
        <source>printing a time with another verb than %v or %s</source>
        <translation>%v, %s 이외의 서식으로 시각 출력</translation>
    </message>
    <message>
        <source>printing a query&apos;s result as it is: Prometheus prints memory addresses</source>
        <translation>쿼리 결과를 그대로 출력(Prometheus는 메모리 주소를 출력합니다)</translation>
    </message>
    <message>
        <source>printing a sample within another value: Prometheus prints its memory address</source>
        <translation>다른 값 안의 샘플 출력(Prometheus는 메모리 주소를 출력합니다)</translation>
    </message>
    <message>
        <source>printing a memory address (%p)</source>
        <translation>메모리 주소 출력(%p)</translation>
    </message>
    <message>
        <source>a duration as a number</source>
        <translation>기간을 숫자로 사용</translation>
    </message>
    <message>
        <source>so large a regular expression</source>
        <translation>너무 큰 정규식</translation>
    </message>
    <message>
        <source>VictoriaMetrics answered, which computes rate(), increase() and others in its own way.</source>
        <translation>VictoriaMetrics가 응답했습니다. rate(), increase() 등을 자체 방식으로 계산합니다.</translation>
    </message>
    <message>
        <source>absent() without for fires at once when Prometheus was down for longer than the lookback delta. Give it a for of a few scrape intervals.</source>
        <translation>for가 없는 absent()는 Prometheus가 lookback delta보다 오래 멈췄다가 시작하면 바로 firing이 됩니다. 스크레이프 주기 몇 번 정도의 for를 지정하십시오.</translation>
    </message>
    <message>
        <source>The two sides never match: the left one always has the label %1, the right one never.</source>
        <translation>양쪽이 절대 매칭되지 않습니다. 왼쪽에는 항상 있고 오른쪽에는 없는 라벨: %1.</translation>
    </message>
    <message>
        <source>The two sides never match: the right one always has the label %1, the left one never.</source>
        <translation>양쪽이 절대 매칭되지 않습니다. 오른쪽에는 항상 있고 왼쪽에는 없는 라벨: %1.</translation>
    </message>
    <message>
        <source>The two sides never match: the label %1 is &quot;%2&quot; on the left and &quot;%3&quot; on the right.</source>
        <translation>양쪽이 절대 매칭되지 않습니다. 라벨 %1 값: 왼쪽 &quot;%2&quot;, 오른쪽 &quot;%3&quot;.</translation>
    </message>
    <message>
        <source>%1() of an aggregation: when one counter restarts, the sum drops, and the result is a spike. Aggregate the rate instead: sum(rate(…)).</source>
        <translation>집계 결과에 %1()를 적용했습니다. counter 하나가 재시작하면 합이 줄어 값이 튑니다. sum(rate(…))처럼 rate를 먼저 구한 뒤 집계하십시오.</translation>
    </message>
    <message>
        <source>%1() is for counters, and %2 is a gauge by its name. Use delta() or deriv().</source>
        <translation>%1() 함수는 counter에 쓰는데, %2 메트릭은 이름으로 보아 gauge입니다. delta()나 deriv()를 쓰십시오.</translation>
    </message>
    <message>
        <source>%1() of %2, which is recorded as an aggregation: when one counter restarts, the sum drops, and the result is a spike. Record the rate instead.</source>
        <translation>%1() 함수를 집계로 기록된 %2 메트릭에 적용했습니다. counter 하나가 재시작하면 합이 줄어 값이 튑니다. rate를 기록하십시오.</translation>
    </message>
    <message>
        <source>It is recorded here.</source>
        <translation>여기에서 기록합니다.</translation>
    </message>
    <message>
        <source>The regular expression matches one value only: %1 says the same.</source>
        <translation>정규식이 한 가지 값만 매칭합니다. %1 매처와 같은 뜻입니다.</translation>
    </message>
    <message>
        <source>Compare with %1</source>
        <translation>%1 연산자로 비교</translation>
    </message>
    <message>
        <source>Regular expressions of matchers always match the whole value: ^ and $ at its ends say nothing.</source>
        <translation>매처의 정규식은 항상 값 전체와 비교합니다. 양 끝의 ^와 $는 아무 뜻이 없습니다.</translation>
    </message>
    <message>
        <source>Remove the anchors</source>
        <translation>앵커 제거</translation>
    </message>
    <message>
        <source>for is shorter than the group&apos;s interval of %1: the alert fires at the second evaluation, %1 after the first.</source>
        <translation>for가 그룹의 평가 주기(%1)보다 짧습니다. alert는 첫 평가에서 %1 뒤인 두 번째 평가에서 firing이 됩니다.</translation>
    </message>
    <message>
        <source>Node.js sizes its heap by what is used, so that this ratio is high in a healthy process. Compare the resident memory with the container&apos;s limit.</source>
        <translation>Node.js는 사용량에 맞춰 힙 크기를 정하므로 정상인 프로세스에서도 이 비율이 높습니다. resident memory를 컨테이너의 limit과 비교하십시오.</translation>
    </message>
    <message>
        <source>A comparison needs --endpoint URL, and --from and --to as Unix seconds or RFC 3339 with a time zone.</source>
        <translation>비교하려면 --endpoint URL과, Unix 초 또는 시간대가 있는 RFC 3339 형식의 --from, --to가 필요합니다.</translation>
    </message>
    <message>
        <source>A field of a rule group needs a value. --unset removes it.</source>
        <translation>규칙 그룹의 필드에는 값이 필요합니다. 제거하려면 --unset을 쓰십시오.</translation>
    </message>
    <message>
        <source>%1 changed while it was read.</source>
        <translation>%1 파일이 읽는 동안 바뀌었습니다.</translation>
    </message>
    <message>
        <source>%1 has no answer at %2 of %3 evaluations.</source>
        <translation>%3개 평가 시점 가운데 %2개에서 응답이 없습니다: %1.</translation>
    </message>
    <message>
        <source>%1 fails at %2 of %3 evaluations: the server refuses its expression there.</source>
        <translation>%3개 평가 시점 가운데 %2개에서 서버가 표현식을 거부합니다: %1.</translation>
    </message>
    <message>
        <source>%1 compared with %2, the new rule compares with %3.</source>
        <translation>조건이 다릅니다. %1: %2, 새 규칙: %3.</translation>
    </message>
    <message>
        <source>The %1 of %2 changes from %3 to %4.</source>
        <translation>%1 값이 바뀝니다(%2): %3 → %4.</translation>
    </message>
    <message>
        <source>The new rule compares other things than %1.</source>
        <translation>새 규칙은 기존 규칙과 다른 것을 비교합니다: %1.</translation>
    </message>
    <message>
        <source>The alerts of %1 lose the label %2=%3.</source>
        <translation>알림의 라벨이 사라집니다: %1의 %2=%3.</translation>
    </message>
    <message>
        <source>The label %2 of the alerts of %1 changes from %3 to %4.</source>
        <translation>알림의 라벨이 바뀝니다. %1의 %2: %3 → %4.</translation>
    </message>
    <message>
        <source>The alerts of %1 get the label %2=%3.</source>
        <translation>알림에 라벨이 추가됩니다: %1의 %2=%3.</translation>
    </message>
    <message>
        <source>%1 becomes %2: silences, routes and dashboards that name it must follow.</source>
        <translation>이름이 바뀝니다: %1 → %2. 이 이름을 쓰는 silence, route, 대시보드도 고쳐야 합니다.</translation>
    </message>
    <message>
        <source>The values of %1 differ at %2 of %3 evaluations, by up to %4.</source>
        <translation>값이 다릅니다: %1. %3개 평가 시점 가운데 %2개, 최대 차이 %4.</translation>
    </message>
    <message>
        <source>The new rule has no value of %1 at %2 of %3 evaluations.</source>
        <translation>%3개 평가 시점 가운데 %2개에서 새 규칙에 값이 없습니다: %1.</translation>
    </message>
    <message>
        <source>The new rule has a value of %1 at %2 of %3 evaluations where %4 had none.</source>
        <translation>%3개 평가 시점 가운데 %2개에서 기존 규칙(%4)에 없던 값이 새 규칙에 있습니다: %1.</translation>
    </message>
    <message>
        <source>%1 has no data in this range.</source>
        <translation>이 구간에 데이터가 없습니다: %1.</translation>
    </message>
    <message>
        <source>The %2 of %1 has no data in this range.</source>
        <translation>이 구간에 데이터가 없습니다: %1(%2).</translation>
    </message>
    <message>
        <source>The new rule has nothing for %1 of %2.</source>
        <translation>새 규칙에는 다음 시계열이 없습니다: %1(%2).</translation>
    </message>
    <message>
        <source>Several old alerts become the one %1.</source>
        <translation>여러 기존 알림이 하나로 합쳐집니다: %1.</translation>
    </message>
    <message>
        <source>The new rule also watches %1, which no old one did.</source>
        <translation>새 규칙은 기존 규칙이 보지 않던 시계열도 봅니다: %1.</translation>
    </message>
    <message>
        <source>Same: the values agree at all %1 evaluations, and so do the firings (%2).</source>
        <translation>같음: %1개 평가 시점의 값이 모두 일치, firing %2회 일치</translation>
    </message>
    <message>
        <source>Wider: %1 is included now.</source>
        <translation>넓어짐: %1{이/가} 새로 포함됨</translation>
    </message>
    <message>
        <source>Different.</source>
        <translation>다름</translation>
    </message>
    <message>
        <source>Cannot tell: the endpoint did not answer all.</source>
        <translation>판단 불가: 엔드포인트가 일부 쿼리에 응답하지 않음</translation>
    </message>
    <message>
        <source>Unproved: no endpoint was asked.</source>
        <translation>미검증: 엔드포인트에 연결하지 않음</translation>
    </message>
    <message>
        <source>There is no series %1 in this range. A labelled counter appears only after its first event.</source>
        <translation>이 구간에 시계열이 없습니다: %1. 라벨이 있는 카운터는 첫 이벤트가 있어야 나타납니다.</translation>
    </message>
    <message>
        <source>No series %1 has the label %2 in this range.</source>
        <translation>이 구간에 라벨 %2 있는 시계열이 없습니다: %1.</translation>
    </message>
    <message>
        <source>No series %1 has %2 in this range.</source>
        <translation>이 구간에 %2 조건에 맞는 시계열이 없습니다: %1.</translation>
    </message>
    <message>
        <source>No series has all of %1 at once in this range.</source>
        <translation>이 구간에 조건을 모두 만족하는 시계열이 없습니다: %1.</translation>
    </message>
    <message>
        <source>Nothing in the rules says which label tells the members apart; job is taken. The comparison shows whether it does.</source>
        <translation>구성원을 구분하는 라벨을 규칙에서 알 수 없어 job으로 가정합니다. 맞는지는 비교 결과에서 확인할 수 있습니다.</translation>
    </message>
    <message>
        <source>An empty `by ()` mixes the members.</source>
        <translation>빈 `by ()`는 구성원을 섞습니다.</translation>
    </message>
    <message>
        <source>The open pattern also takes what comes later, and what matches it by chance.</source>
        <translation>열린 패턴은 나중에 생기는 것과 우연히 일치하는 것도 포함합니다.</translation>
    </message>
    <message>
        <source>The label %1 is taken from %2, which nothing in the rules says; the comparison shows whether their values agree.</source>
        <translation>라벨 %1 값을 %2에서 가져옵니다. 규칙에는 근거가 없으므로 값이 같은지는 비교 결과에서 확인하십시오.</translation>
    </message>
    <message>
        <source>The label %1 differs from member to member, and no label of the series carries it: it is lost.</source>
        <translation>라벨 %1 값이 구성원마다 다르고, 이를 담은 시계열 라벨이 없어 사라집니다.</translation>
    </message>
    <message>
        <source>Any name of this form</source>
        <translation>이 형태의 모든 이름</translation>
    </message>
    <message>
        <source>0 while there are no events</source>
        <translation>이벤트가 없으면 0</translation>
    </message>
    <message>
        <source>Exactly the members</source>
        <translation>구성원만 정확히</translation>
    </message>
    <message>
        <source>The recording rule stands before the alert in its group: the alert reads it without lag.</source>
        <translation>recording rule이 같은 그룹에서 알림보다 앞에 있어, 알림이 지연 없이 읽습니다.</translation>
    </message>
    <message>
        <source>Another proposal has taken the rule %1 already.</source>
        <translation>다른 제안이 이미 이 규칙을 사용했습니다: %1.</translation>
    </message>
    <message>
        <source>The endpoint did not answer all.</source>
        <translation>엔드포인트가 모두 응답하지 않았습니다.</translation>
    </message>
    <message>
        <source>Rename it to %1</source>
        <translation>%1(으)로 이름 바꾸기</translation>
    </message>
    <message>
        <source>This is not switched off any more.</source>
        <translation>더 이상 꺼져 있지 않습니다.</translation>
    </message>
    <message>
        <source>The clipboard holds neither rules nor rule groups.</source>
        <translation>클립보드에 규칙도 규칙 그룹도 없습니다.</translation>
    </message>
    <message>
        <source>A regular expression of %1 matches the name.</source>
        <translation>%1 규칙의 정규식이 이 이름과 일치합니다.</translation>
    </message>
    <message>
        <source>The expression of %1 stands at an anchor of its own.</source>
        <translation>%1 규칙의 표현식은 별도의 앵커에 있습니다.</translation>
    </message>
    <message>
        <source>%1 of %2 names it in its text.</source>
        <translation>%2 규칙의 %1 텍스트에 이 이름이 있습니다.</translation>
    </message>
    <message>
        <source>%1 is inherited through a merge key: it cannot be removed here. Set another value, or remove it at its anchor.</source>
        <translation>병합 키로 물려받은 값이라 여기서 제거할 수 없습니다: %1. 다른 값을 지정하거나 앵커에서 제거하십시오.</translation>
    </message>
    <message>
        <source>%1 is a field of the rule group, not of a rule.</source>
        <translation>규칙이 아니라 규칙 그룹의 필드입니다: %1.</translation>
    </message>
    <message>
        <source>This file was opened for reading only.</source>
        <translation>이 파일은 읽기 전용으로 열렸습니다.</translation>
    </message>
    <message>
        <source>%1 is a field of a rule, not of the group.</source>
        <translation>그룹이 아니라 규칙의 필드입니다: %1.</translation>
    </message>
    <message>
        <source>A rule group needs a name.</source>
        <translation>규칙 그룹에는 이름이 필요합니다.</translation>
    </message>
    <message>
        <source>This is not a regular expression: %1.</source>
        <translation>올바른 정규식이 아닙니다: %1.</translation>
    </message>
    <message>
        <source>The replacement is not usable: %1.</source>
        <translation>바꿀 내용을 쓸 수 없습니다: %1.</translation>
    </message>
    <message>
        <source>A tab stands where the block is indented: YAML wants blanks.</source>
        <translation>블록을 들여 쓴 자리에 탭이 있습니다. YAML은 공백만 허용합니다.</translation>
    </message>
    <message>
        <source>A space is expected behind this colon.</source>
        <translation>이 콜론 뒤에는 공백이 있어야 합니다.</translation>
    </message>
    <message>
        <source>This value has no place of its own to be changed at.</source>
        <translation>이 값은 따로 바꿀 수 있는 자리가 없습니다.</translation>
    </message>
    <message>
        <source>The folder %1 cannot be made.</source>
        <translation>폴더를 만들 수 없습니다: %1.</translation>
    </message>
    <message>
        <source>Tests are made from the history of an endpoint: name one with --endpoint.</source>
        <translation>테스트는 엔드포인트의 이력으로 만듭니다. --endpoint로 지정하십시오.</translation>
    </message>
    <message>
        <source>proxy_url must be like http://proxy:3128 or socks5://proxy:1080, without a user name.</source>
        <translation>proxy_url은 http://proxy:3128 또는 socks5://proxy:1080과 같은 형식이어야 하며 사용자 이름을 포함할 수 없습니다.</translation>
    </message>
    <message>
        <source>%1 has too many requests (HTTP %2). Try again later.</source>
        <translation>%1: 요청이 너무 많습니다(HTTP %2). 나중에 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>%1 has too many requests (HTTP %2). It asks to wait: %3.</source>
        <translation>%1: 요청이 너무 많습니다(HTTP %2). 서버가 요청한 대기 시간: %3.</translation>
    </message>
    <message>
        <source>Unproved: the endpoint did not answer.</source>
        <translation>미검증: 엔드포인트가 응답하지 않음</translation>
    </message>
    <message>
        <source>The new rule does not select all that %1 selects: %2.</source>
        <translation>기존 규칙(%1)이 선택하던 일부를 새 규칙이 선택하지 않습니다: %2.</translation>
    </message>
    <message>
        <source>What %1 names has not been accepted in the window yet. Give the URL of %2 instead.</source>
        <translation>%1 파일이 지정한 대상을 아직 창에서 허용하지 않았습니다. 대신 URL을 입력하십시오: %2</translation>
    </message>
    <message>
        <source>%1 has no active Alertmanager: it sends its alerts nowhere.</source>
        <translation>%1: 활성 Alertmanager가 없어 alert를 아무 데도 보내지 않습니다.</translation>
    </message>
    <message>
        <source>Name the Alertmanager under alerting.alertmanagers, and see that it is discovered.</source>
        <translation>alerting.alertmanagers에 Alertmanager를 지정하고 발견되는지 확인하십시오.</translation>
    </message>
    <message>
        <source>The last reload of %1 failed: it still runs its previous configuration and rules.</source>
        <translation>%1: 마지막 다시 불러오기가 실패했습니다. 이전 설정과 규칙으로 실행 중입니다.</translation>
    </message>
    <message>
        <source>Look for the reason in its log, and reload again.</source>
        <translation>로그에서 원인을 찾고 다시 불러오십시오.</translation>
    </message>
    <message>
        <source>%1 cannot evaluate %2 (group %3): %4</source>
        <translation>%1: %2(그룹 %3) 규칙을 평가하지 못합니다. %4</translation>
    </message>
    <message>
        <source>Mend the rule, or what it reads.</source>
        <translation>규칙이나 규칙이 읽는 것을 고치십시오.</translation>
    </message>
    <message>
        <source>%1 cannot scrape any target of the job %2: %3</source>
        <translation>%1: job %2의 어떤 타깃도 스크레이프하지 못합니다. %3</translation>
    </message>
    <message>
        <source>See that the target runs and is reachable.</source>
        <translation>타깃이 실행 중이고 접근할 수 있는지 확인하십시오.</translation>
    </message>
    <message>
        <source>%1 reads %2, and %3 scrapes no such job.</source>
        <translation>%1 규칙이 %2 조건으로 읽지만 그런 job을 스크레이프하지 않습니다: %3</translation>
    </message>
    <message>
        <source>No series at %1 within its retention (%2): %3, read by %4. A labelled counter appears only after its first event.</source>
        <translation>시계열이 없습니다. %1의 보존 기간(%2) 안에 수집된 기록이 없습니다: %3. 읽는 규칙: %4. 라벨이 있는 카운터는 첫 이벤트 뒤에 나타납니다.</translation>
    </message>
    <message>
        <source>See that something exports it, or mend the name.</source>
        <translation>이 메트릭을 내보내는 것이 있는지 확인하거나 이름을 고치십시오.</translation>
    </message>
    <message>
        <source>%1 was firing %2 % of the time since %3 loaded it (%4).</source>
        <translation>%1: 규칙을 로드한 뒤(%3, %4) %2%의 시간 동안 firing이었습니다.</translation>
    </message>
    <message>
        <source>An alert that always fires tells nothing: raise its threshold, or measure something else.</source>
        <translation>항상 firing인 alert는 알려 주는 것이 없습니다. 임계값을 올리거나 다른 것을 측정하십시오.</translation>
    </message>
    <message>
        <source>%1 has not fired since %2 loaded it (%3).</source>
        <translation>%1: 규칙을 로드한 뒤(%2, %3) firing이 된 적이 없습니다.</translation>
    </message>
    <message>
        <source>%1 has not loaded %2 (group %3), which the manifests deploy.</source>
        <translation>%1: 매니페스트가 배포하는 %2(그룹 %3) 규칙을 로드하지 않았습니다.</translation>
    </message>
    <message>
        <source>%1 still has %2 (group %3) loaded, which the manifests no longer deploy.</source>
        <translation>%1: 매니페스트가 더는 배포하지 않는 %2(그룹 %3) 규칙이 로드되어 있습니다.</translation>
    </message>
    <message>
        <source>%1 (group %2) differs in %3: %4 has loaded %5, GitOps has %6.</source>
        <translation>%1(그룹 %2): %3 값이 다릅니다. %4: %5, GitOps: %6</translation>
    </message>
    <message>
        <source>See that the deployment is in sync and that Prometheus has reloaded.</source>
        <translation>배포가 동기화되었고 Prometheus가 다시 불러왔는지 확인하십시오.</translation>
    </message>
    <message>
        <source>The configuration that %1 has loaded names no Alertmanager; the manifest does.</source>
        <translation>%1: 로드한 설정에 Alertmanager가 없지만 매니페스트에는 있습니다.</translation>
    </message>
    <message>
        <source>The configuration that %1 has loaded names an Alertmanager; the manifest does not.</source>
        <translation>%1: 로드한 설정에 Alertmanager가 있지만 매니페스트에는 없습니다.</translation>
    </message>
    <message>
        <source>%1 has not loaded the scrape job %2, which the manifest has.</source>
        <translation>%1: 매니페스트에 있는 스크레이프 job %2 항목을 로드하지 않았습니다.</translation>
    </message>
    <message>
        <source>%1 has loaded the scrape job %2, which the manifest does not have.</source>
        <translation>%1: 매니페스트에 없는 스크레이프 job %2 항목을 로드했습니다.</translation>
    </message>
    <message>
        <source>rule_files differs: %1 has loaded %2, the manifest has %3.</source>
        <translation>rule_files 값이 다릅니다. %1: %2, 매니페스트: %3</translation>
    </message>
    <message>
        <source>%1 differs: %2 has loaded %3, the manifest has %4.</source>
        <translation>%1: 값이 다릅니다. %2: %3, 매니페스트: %4</translation>
    </message>
    <message>
        <source>%1 has changes of its own. Commit or discard them first.</source>
        <translation>%1 파일에 다른 변경이 있습니다. 먼저 커밋하거나 버리십시오.</translation>
    </message>
    <message>
        <source>%1 reads alerts of %2 with %3, and they would carry %4=&quot;%5&quot;: it would never find one.</source>
        <translation>%1 규칙이 %2 alert를 %3 조건으로 읽지만, 배포되는 라벨은 %4=&quot;%5&quot;이므로 찾지 못하게 됩니다.</translation>
    </message>
    <message>
        <source>Let the matcher and the alert&apos;s label agree, in the overlay too.</source>
        <translation>매처와 alert의 라벨을 맞추십시오. 오버레이도 함께 맞추십시오.</translation>
    </message>
    <message>
        <source>The commits are made, but %1 in %2 was not pushed, because the other repository&apos;s push was refused.</source>
        <translation>커밋은 만들었지만 다른 저장소의 push가 거부되어 %2 저장소의 %1 브랜치를 push하지 않았습니다.</translation>
    </message>
    <message>
        <source>The upstream of %1 in %2 could not be fetched; what was fetched last counts.</source>
        <translation>%2 저장소에서 %1 브랜치의 업스트림을 가져올 수 없습니다. 마지막으로 가져온 상태를 사용합니다.</translation>
    </message>
    <message>
        <source>%1 in %2 and its upstream %3 have both gone on. Rebase or merge it by hand.</source>
        <translation>%2 저장소의 %1 브랜치와 업스트림 %3 양쪽에 새 커밋이 있습니다. 직접 rebase하거나 merge하십시오.</translation>
    </message>
    <message>
        <source>%1 in %2 was brought up to date with %3; new commits: %4.</source>
        <translation>%2 저장소의 %1 브랜치에 %3 변경을 반영했습니다. 새 커밋: %4개.</translation>
    </message>
    <message>
        <source>%1 in %2 could not be brought up to date with %3.</source>
        <translation>%2 저장소의 %1 브랜치에 %3 변경을 반영할 수 없습니다.</translation>
    </message>
    <message>
        <source>%1 was deleted by another program. Nothing was saved.</source>
        <translation>다른 프로그램이 파일을 삭제했습니다. 저장하지 않았습니다: %1</translation>
    </message>
    <message>
        <source>%1: merged in %2, open in %3 for %4 days.</source>
        <translation>%1: %2 저장소에는 병합되었고 %3 저장소에는 %4일째 열려 있습니다.</translation>
    </message>
    <message>
        <source>%1: merged in %2, open in %3 for %4 hours.</source>
        <translation>%1: %2 저장소에는 병합되었고 %3 저장소에는 %4시간째 열려 있습니다.</translation>
    </message>
    <message>
        <source>%1 reads %2=&quot;%3&quot; in one selector and %2=&quot;%4&quot; in another; in all other copies they agree.</source>
        <translation>%1: 한 셀렉터는 %2=&quot;%3&quot;, 다른 셀렉터는 %2=&quot;%4&quot;입니다. 다른 사본에서는 모두 서로 같습니다.</translation>
    </message>
    <message>
        <source>%1 has no matcher %2, which all other copies have.</source>
        <translation>%1에만 matcher가 없습니다: %2. 다른 사본에는 모두 있습니다.</translation>
    </message>
    <message>
        <source>%1 has no %2, which all other copies have.</source>
        <translation>%1에만 없습니다: %2. 다른 사본에는 모두 있습니다.</translation>
    </message>
    <message>
        <source>They aggregate in another way: %1 and %2.</source>
        <translation>집계 방식이 다릅니다: %1, %2.</translation>
    </message>
    <message>
        <source>They use another function: %1 and %2.</source>
        <translation>함수가 다릅니다: %1, %2.</translation>
    </message>
    <message>
        <source>They use another operator: %1 and %2.</source>
        <translation>연산자가 다릅니다: %1, %2.</translation>
    </message>
    <message>
        <source>They read the same series in another form.</source>
        <translation>같은 시계열을 다른 형태로 읽습니다.</translation>
    </message>
    <message>
        <source>They have the same shape over unrelated series: %1 and %2.</source>
        <translation>모양은 같지만 서로 관련 없는 시계열을 읽습니다: %1, %2.</translation>
    </message>
    <message>
        <source>They group by other labels.</source>
        <translation>묶는 라벨이 다릅니다.</translation>
    </message>
    <message>
        <source>They select by other labels: %1 and %2.</source>
        <translation>선택하는 라벨이 다릅니다: %1, %2.</translation>
    </message>
    <message>
        <source>They watch another %1: %2 and %3.</source>
        <translation>감시하는 값이 다릅니다(%1): %2, %3.</translation>
    </message>
    <message>
        <source>They look at other windows.</source>
        <translation>보는 시간 범위가 다릅니다.</translation>
    </message>
    <message>
        <source>They look at the same series over other windows.</source>
        <translation>같은 시계열을 서로 다른 시간 범위로 봅니다.</translation>
    </message>
    <message>
        <source>The same window in all of them would make them tiers; a recording rule for each window can be shared.</source>
        <translation>시간 범위를 같게 맞추면 단계만 다른 규칙이 됩니다. 시간 범위별 recording rule은 함께 쓸 수 있습니다.</translation>
    </message>
    <message>
        <source>They wait for different states of the same series.</source>
        <translation>같은 시계열의 서로 다른 상태를 기다립니다.</translation>
    </message>
    <message>
        <source>A label that names the state, in place of a number, would let one rule say which one it is.</source>
        <translation>숫자 대신 상태 이름을 담은 라벨이 있으면 규칙 하나로 어떤 상태인지 알릴 수 있습니다.</translation>
    </message>
    <message>
        <source>They are tiers of one condition: the same series with another threshold, duration or severity.</source>
        <translation>한 조건의 여러 단계입니다. 시계열은 같고 임계값, 지속 시간 또는 severity가 다릅니다.</translation>
    </message>
    <message>
        <source>One rule has one severity. They can read one recording rule, and Alertmanager can inhibit the lower tier.</source>
        <translation>규칙 하나에는 severity가 하나입니다. recording rule 하나를 함께 읽고, 낮은 단계는 Alertmanager의 inhibition으로 억제할 수 있습니다.</translation>
    </message>
    <message>
        <source>They are one condition with other labels, for other receivers.</source>
        <translation>같은 조건이지만 수신자가 달라 라벨이 다릅니다.</translation>
    </message>
    <message>
        <source>Routes in Alertmanager can send one alert to several receivers.</source>
        <translation>Alertmanager의 route를 쓰면 알림 하나를 여러 수신자에게 보낼 수 있습니다.</translation>
    </message>
    <message>
        <source>%1 and %2 are two sides of one thing, not two of a kind.</source>
        <translation>한 대상의 두 측면이며 같은 종류의 사본이 아닙니다: %1, %2.</translation>
    </message>
    <message>
        <source>One metric with a label for the side would make them one rule.</source>
        <translation>측면을 라벨로 구분하는 메트릭 하나가 있으면 규칙 하나로 합칠 수 있습니다.</translation>
    </message>
    <message>
        <source>Their series carry other labels: %1 and %2.</source>
        <translation>시계열의 라벨 구성이 다릅니다: %1, %2.</translation>
    </message>
    <message>
        <source>The same labels on all of these metrics would make them one rule.</source>
        <translation>이 메트릭들의 라벨이 모두 같으면 규칙 하나로 합칠 수 있습니다.</translation>
    </message>
    <message>
        <source>absent(), scalar() and `or vector()` answer for all series at once: merged, the rule would be silent until every one of them is gone.</source>
        <translation>absent(), scalar(), `or vector()`는 모든 시계열을 한꺼번에 판단합니다. 합치면 시계열이 전부 사라질 때까지 알림이 발생하지 않습니다.</translation>
    </message>
    <message>
        <source>A series that lists what has to be there would make one rule of them: `expected unless on (job) up`.</source>
        <translation>있어야 할 대상을 나열한 시계열이 있으면 규칙 하나로 합칠 수 있습니다: `expected unless on (job) up`.</translation>
    </message>
    <message>
        <source>The copies differ in a part of their metrics&apos; names.</source>
        <translation>사본은 메트릭 이름의 일부만 다릅니다.</translation>
    </message>
    <message>
        <source>The copies differ in the value of the label %1.</source>
        <translation>사본은 라벨 값만 다릅니다: %1.</translation>
    </message>
    <message>
        <source>The rules of group %1 move to %2, which is evaluated as often.</source>
        <translation>규칙을 옮기는 그룹: %1 → %2. 평가 주기는 같습니다.</translation>
    </message>
    <message>
        <source>%1 is merged as if it were like the others; what it does changes by that.</source>
        <translation>%1 규칙은 다른 규칙과 같은 것으로 보고 합칩니다. 그만큼 동작이 달라집니다.</translation>
    </message>
    <message>
        <source>Thresholds as series</source>
        <translation>임계값을 시계열로</translation>
    </message>
    <message>
        <source>Each series finds its threshold by its labels. A series without a threshold in the list never fires.</source>
        <translation>각 시계열은 자신의 라벨로 임계값을 찾습니다. 목록에 임계값이 없는 시계열은 firing되지 않습니다.</translation>
    </message>
    <message>
        <source>They record the same series over other windows.</source>
        <translation>같은 시계열을 서로 다른 구간으로 기록합니다.</translation>
    </message>
    <message>
        <source>Each window is a series of its own. Only if their readers could do with one window would they be one rule.</source>
        <translation>구간마다 별개의 시계열입니다. 이 시계열을 읽는 규칙이 한 구간만으로 충분할 때에만 하나의 규칙이 될 수 있습니다.</translation>
    </message>
    <message>
        <source>They record series of different names, which other rules and dashboards read.</source>
        <translation>이름이 서로 다른 시계열을 기록하며, 다른 규칙과 대시보드가 그 이름을 읽습니다.</translation>
    </message>
    <message>
        <source>One name for all of them, with a label for what differs, would make them one rule; their readers then select by the label.</source>
        <translation>이름을 하나로 하고 다른 점을 라벨로 나타내면 하나의 규칙이 됩니다. 읽는 쪽에서는 그 라벨로 고르면 됩니다.</translation>
    </message>
    <message>
        <source>The rules of group %1 move to %2 and are evaluated at its interval.</source>
        <translation>규칙을 옮기는 그룹: %1 → %2. 옮겨 간 그룹의 평가 주기로 평가됩니다.</translation>
    </message>
    <message>
        <source>The rules of group %1 move to %2 and are evaluated every %3 instead of every %4.</source>
        <translation>규칙을 옮기는 그룹: %1 → %2. 평가 주기가 %4에서 %3 간격으로 바뀝니다.</translation>
    </message>
    <message>
        <source>--endpoint-option takes KEY=VALUE, such as headers.X-Scope-OrgID=team-a, not &quot;%1&quot;.</source>
        <translation>--endpoint-option에는 KEY=VALUE 형식을 씁니다. 예: headers.X-Scope-OrgID=team-a. 쓰인 값: &quot;%1&quot;.</translation>
    </message>
    <message>
        <source>--endpoint-option needs --endpoint URL.</source>
        <translation>--endpoint-option에는 --endpoint URL이 필요합니다.</translation>
    </message>
    <message>
        <source>The command line runs no via command: start it beside, and name the address that it opens.</source>
        <translation>명령줄은 via 명령을 실행하지 않습니다. 따로 실행한 뒤 그 명령이 여는 주소를 지정하십시오.</translation>
    </message>
    <message>
        <source>The command line does not open the keychain: name a file or an environment variable.</source>
        <translation>명령줄은 키체인을 열지 않습니다. 파일이나 환경 변수를 지정하십시오.</translation>
    </message>
    <message>
        <source>“%1” is not a parameter. Write one a line, like dedup=true.</source>
        <translation>“%1” 줄은 매개변수가 아닙니다. dedup=true처럼 한 줄에 하나씩 쓰십시오.</translation>
    </message>
    <message>
        <source>The dialect is a Prometheus version from 2.42 to 3.14, not &quot;%1&quot;.</source>
        <translation>dialect에는 2.42부터 3.14까지의 Prometheus 버전을 씁니다. 쓰인 값: &quot;%1&quot;.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no feature of the language: features are promql-experimental-functions, promql-duration-expr, promql-extended-range-selectors and promql-binop-fill-modifiers.</source>
        <translation>&quot;%1&quot; 항목은 언어의 기능이 아닙니다. 쓸 수 있는 기능은 promql-experimental-functions, promql-duration-expr, promql-extended-range-selectors, promql-binop-fill-modifiers입니다.</translation>
    </message>
    <message>
        <source>See that the Service is deployed from elsewhere, or mend the target.</source>
        <translation>Service가 다른 곳에서 배포되는지 확인하거나 타깃을 고치십시오.</translation>
    </message>
    <message>
        <source>The rules of %1 would not be loaded: %2 has no rule_files.</source>
        <translation>이 파일의 규칙은 로드되지 않습니다: %1. rule_files가 없는 파일: %2.</translation>
    </message>
    <message>
        <source>The rules of %1 would not be loaded: no rule_files pattern (%2) of %3 fits it.</source>
        <translation>이 파일의 규칙은 로드되지 않습니다: %1. %3의 rule_files 패턴(%2) 중 맞는 것이 없습니다.</translation>
    </message>
    <message>
        <source>The list is not in %1 any more. Add %2 by hand.</source>
        <translation>목록이 더 이상 없습니다: %1. 직접 추가하십시오: %2.</translation>
    </message>
    <message>
        <source>No configMapGenerator of %1 takes %2, though it takes files beside it: its rules would not be deployed.</source>
        <translation>%1의 configMapGenerator가 같은 폴더의 다른 파일은 넣으면서 이 파일은 넣지 않습니다: %2. 이 파일의 규칙은 배포되지 않습니다.</translation>
    </message>
    <message>
        <source>Add %1 to the files of the generator in %2.</source>
        <translation>%2의 generator files에 추가하십시오: %1.</translation>
    </message>
    <message>
        <source>%1 series of the left side have a match, but never at the same time.</source>
        <translation>왼쪽 시계열 %1개에 짝이 있지만 같은 시각에 함께 있지는 않습니다.</translation>
    </message>
    <message>
        <source>%1 fired until about %2, before the compared range: choose a longer one to compare that firing.</source>
        <translation>비교 구간 이전, 약 %2까지 firing 상태였던 규칙: %1. 그 firing을 비교하려면 더 긴 구간을 선택하십시오.</translation>
    </message>
    <message>
        <source>%1 did not fire in this range, and the endpoint keeps only %2: an older firing cannot be compared.</source>
        <translation>이 구간에서 firing이 없었던 규칙: %1. 엔드포인트의 보존 기간이 %2뿐이므로 그 이전의 firing은 비교할 수 없습니다.</translation>
    </message>
    <message>
        <source>The counter %1 went back %2 times within an hour, more often than restarts explain: it may be several replicas behind one Service. rate() and increase() then count far too much, before and after.</source>
        <translation>카운터가 한 시간에 %2번 되돌아갔습니다: %1. 재시작만으로는 설명되지 않으므로 Service 하나 뒤에 레플리카가 여러 개 있을 수 있습니다. 그러면 변경 전후 모두 rate()와 increase()의 값이 지나치게 커집니다.</translation>
    </message>
    <message>
        <source>Series of %1 differ only in the label %2, as those of an HA pair that nobody deduplicates do: sums count them twice, and alerts come twice.</source>
        <translation>라벨 %2만 다른 시계열이 있습니다: %1. 중복 제거 없는 HA 쌍으로 보이며, 합계가 두 배가 되고 알림도 두 번 옵니다.</translation>
    </message>
    <message>
        <source>Older samples of %1 lie about %2 apart, newer ones %3: the backend downsamples, or the scrape interval changed. Old values and firings are coarser than they were.</source>
        <translation>오래된 샘플의 간격은 약 %2, 최근 샘플의 간격은 약 %3입니다: %1. 백엔드가 다운샘플링하거나 스크레이프 주기가 바뀌었습니다. 오래된 값과 firing은 실제보다 거칩니다.</translation>
    </message>
    <message>
        <source>Until about %2 the recorded history of %1 is not what its expression gives now: an older expression made it.</source>
        <translation>약 %2까지 기록된 값이 지금의 표현식이 내는 값과 다릅니다: %1. 이전 표현식으로 만들어진 기록입니다.</translation>
    </message>
    <message>
        <source>The endpoint moves the steps of range queries to round times (here by %1): it answers for other moments than those at which rules are evaluated.</source>
        <translation>엔드포인트가 range 쿼리의 스텝을 정각에 맞춰 옮깁니다(여기서는 %1). 규칙이 평가되는 시각이 아닌 다른 시각의 값으로 응답합니다.</translation>
    </message>
    <message>
        <source>%1 had samples until about %2, and none since.</source>
        <translation>약 %2까지 샘플이 있었고 그 뒤로는 없습니다: %1</translation>
    </message>
    <message>
        <source>%1 has no sample in the %2 before either.</source>
        <translation>그 이전 %2 동안에도 샘플이 없습니다: %1</translation>
    </message>
    <message>
        <source>The two sides of %1 never meet, though both have series.</source>
        <translation>양쪽에 시계열이 있지만 %1의 두 변이 만나지 않습니다.</translation>
    </message>
    <message>
        <source>Before: %1 caught, %2 missed, %3 false alarms. After: %4 caught, %5 missed, %6 false alarms.</source>
        <translation>변경 전: 감지 %1건, 놓침 %2건, 오탐 %3건. 변경 후: 감지 %4건, 놓침 %5건, 오탐 %6건.</translation>
    </message>
    <message>
        <source>On loading day only the state of %1 is handed over: other alerts that fire fall back to pending and start their `for` (%2) again.</source>
        <translation>적용하는 날에는 다음 규칙의 상태만 넘어갑니다: %1. firing 중인 다른 알림은 pending으로 돌아가 `for`(%2)를 다시 시작합니다.</translation>
    </message>
    <message>
        <source>On loading day no state is handed over, as name, labels or group change: alerts that fire start their `for` (%1) again.</source>
        <translation>이름, 라벨 또는 그룹이 바뀌므로 적용하는 날에 넘어가는 상태가 없습니다. firing 중인 알림은 `for`(%1)를 다시 시작합니다.</translation>
    </message>
    <message>
        <source>On loading day %1 is resolved: the new rule does not see it.</source>
        <translation>적용하는 날 해제됨(새 규칙이 보지 못함): %1</translation>
    </message>
    <message>
        <source>On loading day %1 keeps its state.</source>
        <translation>적용하는 날 상태가 유지됨: %1</translation>
    </message>
    <message>
        <source>On loading day %1, which is pending, starts its `for` (%2) again.</source>
        <translation>적용하는 날 pending 상태에서 `for`(%2)를 다시 시작함: %1</translation>
    </message>
    <message>
        <source>On loading day %1 is resolved after about %3, and %2 pages after %4.</source>
        <translation>적용하는 날 약 %3 뒤에 해제됨: %1. 대신 %4 뒤에 호출함: %2</translation>
    </message>
    <message>
        <source>On loading day %1 starts its `for` (%2) again. Alertmanager holds it for about %3, so that it is not resolved.</source>
        <translation>적용하는 날 `for`(%2)를 다시 시작함: %1. Alertmanager가 약 %3 동안 유지하므로 해제되지 않습니다.</translation>
    </message>
    <message>
        <source>On loading day %1 starts its `for` again: it is resolved after about %2 and pages again after %3.</source>
        <translation>적용하는 날 `for`를 다시 시작함: %1. 약 %2 뒤에 해제되고 %3 뒤에 다시 호출합니다.</translation>
    </message>
    <message>
        <source>Nothing is pending or firing at the end of the range: loading the change then resolves nothing and pages nobody.</source>
        <translation>구간 끝에 pending 또는 firing인 알림이 없습니다. 그때 적용하면 해제되는 알림도, 다시 호출되는 사람도 없습니다.</translation>
    </message>
    <message>
        <source>A restart instead of a reload would restore the alerts whose labels stay the same from ALERTS_FOR_STATE.</source>
        <translation>다시 불러오는 대신 재시작하면 라벨이 그대로인 알림은 ALERTS_FOR_STATE에서 복원됩니다.</translation>
    </message>
    <message>
        <source>Same (no firing to compare): all values agree.</source>
        <translation>같음(firing 이력 없음): 값은 모두 일치</translation>
    </message>
    <message>
        <source>Same (no firing to compare): all values agree, the lowest was %1 (threshold %2).</source>
        <translation>같음(firing 이력 없음): 값은 모두 일치, 최소 %1(임계값 %2)</translation>
    </message>
    <message>
        <source>Same (no firing to compare): all values agree, the highest was %1 (threshold %2).</source>
        <translation>같음(firing 이력 없음): 값은 모두 일치, 최대 %1(임계값 %2)</translation>
    </message>
    <message>
        <source>Wider: the new rule has values where the old ones had none.</source>
        <translation>넓어짐: 기존 규칙에 값이 없던 시점에도 변경 규칙에 값이 있음</translation>
    </message>
    <message>
        <source>Narrower: the new rule has no data and would never fire; firings gone: %1.</source>
        <translation>좁아짐: 변경 규칙에 데이터가 없어 firing하지 않음, firing %1회가 사라짐</translation>
    </message>
    <message>
        <source>Narrower: values of %1 are missing; no firing is gone.</source>
        <translation>좁아짐: %1의 값이 일부 없음, 사라진 firing 없음</translation>
    </message>
    <message>
        <source>Narrower: firings of %1 that are gone: %2.</source>
        <translation>좁아짐: %1의 firing %2회가 사라짐</translation>
    </message>
    <message>
        <source>Cannot tell: neither the old rules nor the new one have data.</source>
        <translation>판단 불가: 기존·변경 규칙 모두 데이터 없음</translation>
    </message>
    <message>
        <source>Cannot tell: old rules without data: %1.</source>
        <translation>판단 불가: 데이터가 없는 기존 규칙: %1</translation>
    </message>
    <message>
        <source>The text holds no rules.</source>
        <translation>이 텍스트에는 규칙이 없습니다.</translation>
    </message>
    <message>
        <source>The rule %1 is one too many: the proposal has a place for %2 alerts.</source>
        <translation>규칙이 너무 많습니다: %1. 제안에는 알림 %2개의 자리만 있습니다.</translation>
    </message>
    <message>
        <source>%1 is an alerting rule where a recording rule has to stand.</source>
        <translation>recording rule이 있어야 할 자리에 alerting rule이 있습니다: %1</translation>
    </message>
    <message>
        <source>The alert that takes the place of %1 is missing.</source>
        <translation>다음 규칙을 대신할 알림이 없습니다: %1</translation>
    </message>
    <message>
        <source>The data of the old rules begins at %1, within the range: nothing is known of the time before.</source>
        <translation>기존 규칙의 데이터가 구간 중간인 %1부터 시작됩니다. 그 이전은 알 수 없습니다.</translation>
    </message>
    <message>
        <source>Alertmanager sends %1 to %2, and would send it to %3.</source>
        <translation>Alertmanager의 수신자가 바뀝니다: %1. 지금은 %2, 변경 후에는 %3.</translation>
    </message>
    <message>
        <source>Alertmanager groups %1 by %2, and would group it by %3: it comes with other alerts in one notification.</source>
        <translation>Alertmanager의 그룹이 바뀝니다: %1. 지금은 %2, 변경 후에는 %3. 다른 알림과 한 통지로 묶여 옵니다.</translation>
    </message>
    <message>
        <source>The route of %1 waits and repeats otherwise: %2 before, %3 after (group_wait, group_interval, repeat_interval).</source>
        <translation>경로의 대기와 반복 간격이 바뀝니다: %1. 변경 전 %2, 변경 후 %3(group_wait, group_interval, repeat_interval).</translation>
    </message>
    <message>
        <source>The route of %1 is mute or active at other times: %2 before, %3 after.</source>
        <translation>경로의 음소거 또는 활성 시간대가 바뀝니다: %1. 변경 전 %2, 변경 후 %3.</translation>
    </message>
    <message>
        <source>Inhibition rule %2 compares other values of %1: %3 before, %4 after.</source>
        <translation>억제 규칙 %2번이 비교하는 값이 바뀝니다: %1. 변경 전 %3, 변경 후 %4.</translation>
    </message>
    <message>
        <source>%1 inhibits others by inhibition rule %2, and would no longer.</source>
        <translation>억제 규칙 %2번으로 다른 알림을 억제하던 알림이 더는 억제하지 않습니다: %1</translation>
    </message>
    <message>
        <source>%1 would inhibit others by inhibition rule %2.</source>
        <translation>억제 규칙 %2번으로 다른 알림을 새로 억제합니다: %1</translation>
    </message>
    <message>
        <source>%1 is inhibited by inhibition rule %2, and would no longer be.</source>
        <translation>억제 규칙 %2번으로 억제되던 알림이 더는 억제되지 않습니다: %1</translation>
    </message>
    <message>
        <source>%1 would be inhibited by inhibition rule %2.</source>
        <translation>억제 규칙 %2번으로 새로 억제됩니다: %1</translation>
    </message>
    <message>
        <source>Alertmanager treats the old and the new alerts alike: receivers, grouping and inhibition stay.</source>
        <translation>Alertmanager는 변경 전후의 알림을 똑같이 처리합니다. 수신자, 그룹, 억제가 그대로입니다.</translation>
    </message>
    <message>
        <source>This is no Alertmanager configuration: it lacks route or receivers.</source>
        <translation>Alertmanager 설정이 아닙니다. route 또는 receivers가 없습니다.</translation>
    </message>
    <message>
        <source>Whether the new rule selects all that %1 selects is unknown: %2 is no list of values.</source>
        <translation>새 규칙이 기존 규칙의 대상을 모두 선택하는지 알 수 없습니다: %1. 값의 목록이 아닌 셀렉터: %2</translation>
    </message>
    <message>
        <source>The label %2 of %1 would be %4 instead of %3.</source>
        <translation>라벨 %2의 값이 %3에서 %4{으로/로} 바뀝니다: %1</translation>
    </message>
    <message>
        <source>Alerts of %1 would lose the label %2, unless their series carry it.</source>
        <translation>시계열에 라벨 %2 값이 없으면 그 라벨이 사라집니다: %1</translation>
    </message>
    <message>
        <source>Alerts of %1 would lose the label %2.</source>
        <translation>라벨 %2 값이 알림에서 사라집니다: %1</translation>
    </message>
    <message>
        <source>Alerts of %1 would get the label %2=%3.</source>
        <translation>알림에 라벨 %2=%3 값이 추가됩니다: %1</translation>
    </message>
    <message>
        <source>%1 drops the names of %2: it fails as soon as two of these metrics have series with the same other labels. They have to differ in a label such as job or instance; an endpoint can tell.</source>
        <translation>%1 함수 또는 연산자는 메트릭 이름을 없앱니다: %2. 이 중 두 메트릭에 나머지 라벨이 같은 시계열이 있으면 평가가 실패합니다. job이나 instance 같은 라벨이 서로 달라야 하며, 엔드포인트로 확인할 수 있습니다.</translation>
    </message>
    <message>
        <source>%1 stands behind %2, which reads its value of the evaluation before: %3 late.</source>
        <translation>%1 규칙이 %2 규칙보다 뒤에 있어 직전 평가의 값을 읽습니다. %3 늦습니다.</translation>
    </message>
    <message>
        <source>%2 reads %1 of the group %3: its value is up to one interval of that group older than that of the expression itself.</source>
        <translation>%2 규칙이 %3 그룹의 %1 규칙을 읽습니다. 그 값은 표현식을 직접 쓸 때보다 그 그룹의 평가 주기만큼 오래된 것일 수 있습니다.</translation>
    </message>
    <message>
        <source>The file %1 cannot be read.</source>
        <translation>%1 파일을 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>The file %1 cannot be written.</source>
        <translation>%1 파일을 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>A rule file must be a mapping with the key groups.</source>
        <translation>규칙 파일은 groups 키가 있는 매핑이어야 합니다.</translation>
    </message>
    <message>
        <source>The strings of this file are too large together to be read.</source>
        <translation>이 파일의 문자열을 모두 합치면 너무 커서 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>%1 is not what its tag !!%2 says.</source>
        <translation>태그 !!%2에 맞지 않는 값입니다: %1.</translation>
    </message>
    <message>
        <source>The name %1 needs Prometheus %2 or newer.</source>
        <translation>이 이름에는 Prometheus %2 이상이 필요합니다: %1.</translation>
    </message>
    <message>
        <source>A list cannot begin here.</source>
        <translation>여기에서는 목록을 시작할 수 없습니다.</translation>
    </message>
    <message>
        <source>A mapping key cannot stand here.</source>
        <translation>여기에는 매핑의 키를 둘 수 없습니다.</translation>
    </message>
    <message>
        <source>A mapping value cannot stand here.</source>
        <translation>여기에는 매핑의 값을 둘 수 없습니다.</translation>
    </message>
    <message>
        <source>The name of an anchor is made of letters, digits, _ and -.</source>
        <translation>앵커 이름에는 글자, 숫자, _, -만 쓸 수 있습니다.</translation>
    </message>
    <message>
        <source>A tag ends with a blank or at the line&apos;s end.</source>
        <translation>태그 뒤에는 공백이나 줄바꿈이 와야 합니다.</translation>
    </message>
    <message>
        <source>Only a comment can stand behind the sign of a block.</source>
        <translation>블록 기호 뒤에는 주석만 올 수 있습니다.</translation>
    </message>
    <message>
        <source>No value can begin with this character.</source>
        <translation>값은 이 문자로 시작할 수 없습니다.</translation>
    </message>
    <message>
        <source>No document has begun that could end here.</source>
        <translation>여기에서 끝낼 문서가 시작되지 않았습니다.</translation>
    </message>
    <message>
        <source>A document begins with --- behind a directive.</source>
        <translation>지시어 뒤에서 문서는 ---로 시작해야 합니다.</translation>
    </message>
    <message>
        <source>The handle of this tag is not declared.</source>
        <translation>이 태그의 핸들이 선언되지 않았습니다.</translation>
    </message>
    <message>
        <source>Aliases repeat too much here: Prometheus refuses the file.</source>
        <translation>여기에서는 별칭이 지나치게 반복됩니다. Prometheus가 이 파일을 거부합니다.</translation>
    </message>
    <message>
        <source>No recording rule of this name has the labels that the selector asks for.</source>
        <translation>이 이름의 recording rule 중 셀렉터가 요구하는 라벨을 가진 규칙이 없습니다.</translation>
    </message>
    <message>
        <source>The expression of %1, which is read in its place, has series, but none that the selector selects at this time.</source>
        <translation>%1 대신 읽는 그 규칙의 표현식에는 시계열이 있지만, 이 시각에 셀렉터가 선택하는 시계열은 없습니다.</translation>
    </message>
    <message>
        <source>Its parts have series within the window of the subquery, but this step returns none at any of its times.</source>
        <translation>서브쿼리의 범위 안에서 각 부분에는 시계열이 있지만, 이 단계는 어느 시각에도 시계열을 반환하지 않습니다.</translation>
    </message>
    <message>
        <source>Besides, there are samples of %1 only from about %2 on.</source>
        <translation>또한 %1 메트릭의 샘플은 약 %2 이후에만 있습니다.</translation>
    </message>
    <message>
        <source>Besides, there were samples of %1 until %2, and again from about %3 on.</source>
        <translation>또한 %1 메트릭의 샘플은 %2까지 있었고, 약 %3부터 다시 있습니다.</translation>
    </message>
    <message>
        <source>Besides, there were samples of %1 until %2, and none since.</source>
        <translation>또한 %1 메트릭의 샘플은 %2까지 있었고 그 뒤로는 없습니다.</translation>
    </message>
    <message>
        <source>There were samples until %1, and again from about %2 on.</source>
        <translation>샘플이 %1까지 있었고, 약 %2부터 다시 있습니다.</translation>
    </message>
    <message>
        <source>The certificate of %1 has expired: it was valid until %2. Renew it at the server.</source>
        <translation>%1 서버의 인증서가 만료되었습니다. 유효 기간은 %2까지였습니다. 서버에서 인증서를 갱신하십시오.</translation>
    </message>
    <message>
        <source>The certificate of %1 is valid only from %2 on. Check the clocks of both machines.</source>
        <translation>%1 서버의 인증서는 %2부터 유효합니다. 두 컴퓨터의 시계를 확인하십시오.</translation>
    </message>
    <message>
        <source>The certificate of %1 is made out to “%2”. Check the address, or name it in tls_config.server_name.</source>
        <translation>%1 서버의 인증서는 “%2” 앞으로 발급되었습니다. 주소를 확인하거나 tls_config.server_name에 그 이름을 쓰십시오.</translation>
    </message>
    <message>
        <source>The certificate of %1 is issued by “%2”, which is not trusted here. Name the authority&apos;s certificate in tls_config.ca_file.</source>
        <translation>%1 서버의 인증서를 발급한 “%2” 기관을 여기서는 신뢰하지 않습니다. tls_config.ca_file에 그 기관의 인증서를 지정하십시오.</translation>
    </message>
    <message>
        <source>The server at %1 wants a client certificate. Name one in tls_config.cert_file and tls_config.key_file.</source>
        <translation>%1 서버가 클라이언트 인증서를 요구합니다. tls_config.cert_file과 tls_config.key_file에 지정하십시오.</translation>
    </message>
    <message>
        <source>%1 wants to know the tenant (HTTP %2). Set the header X-Scope-OrgID of the endpoint.</source>
        <translation>%1 서버가 테넌트를 요구합니다(HTTP %2). 엔드포인트의 X-Scope-OrgID 헤더를 설정하십시오.</translation>
    </message>
    <message>
        <source>The range goes on beyond the server&apos;s now: what is still to come is unknown.</source>
        <translation>범위가 서버의 현재 시각을 지나 이어집니다. 아직 오지 않은 부분은 알 수 없습니다.</translation>
    </message>
    <message>
        <source>The range begins before the server&apos;s retention of %1: what is older may be gone, and is read as no series.</source>
        <translation>범위의 시작이 서버의 보존 기간(%1)보다 앞섭니다. 그 이전 데이터는 사라졌을 수 있으며, 시계열이 없는 것으로 읽힙니다.</translation>
    </message>
    <message>
        <source>--from %1 is later than --to %2.</source>
        <translation>--from 값(%1)이 --to 값(%2)보다 늦습니다.</translation>
    </message>
    <message>
        <source>The clock of %1 is %2 ahead of this machine&apos;s. Its own now is used.</source>
        <translation>%1 서버의 시계가 이 컴퓨터보다 %2 빠릅니다. 서버의 현재 시각을 사용합니다.</translation>
    </message>
    <message>
        <source>The clock of %1 is %2 behind this machine&apos;s. Its own now is used.</source>
        <translation>%1 서버의 시계가 이 컴퓨터보다 %2 느립니다. 서버의 현재 시각을 사용합니다.</translation>
    </message>
    <message>
        <source>The counter %1 has no series in this range.</source>
        <translation>이 기간에 카운터의 시계열이 없습니다: %1.</translation>
    </message>
    <message>
        <source>In this range %1 series were born with a value above 0: increase() does not see %2 of their events. What is proposed therefore also asks for new series.</source>
        <translation>이 기간에 0보다 큰 값으로 시작한 시계열이 %1개 있습니다. 그중 이벤트 %2건은 increase()에 보이지 않습니다. 그래서 제안하는 표현식은 새로 생긴 시계열도 함께 봅니다.</translation>
    </message>
    <message>
        <source>New events</source>
        <translation>새 이벤트</translation>
    </message>
    <message>
        <source>No series of %1 at the endpoint: nothing to compare with the limit.</source>
        <translation>엔드포인트에 시계열이 없어 메모리 한도와 비교할 수 없습니다: %1.</translation>
    </message>
    <message>
        <source>Joined on %1 = %2, %3 of %4 series find their limit.</source>
        <translation>%1 = %2 조건으로 join하면 시계열 %4개 중 %3개가 한도를 찾습니다.</translation>
    </message>
    <message>
        <source>The two sides share no label value: no join has data at this endpoint.</source>
        <translation>양쪽에 값이 같은 라벨이 없습니다. 이 엔드포인트에서는 어떤 join에도 데이터가 없습니다.</translation>
    </message>
    <message>
        <source>The number is %1 of the limit of %2 bytes.</source>
        <translation>이 숫자는 한도 %2바이트의 %1배입니다.</translation>
    </message>
    <message>
        <source>Memory against the limit of the container</source>
        <translation>컨테이너 한도 대비 메모리</translation>
    </message>
    <message>
        <source>This alert is meant to differ from the old one: compare the incidents that each of them catches.</source>
        <translation>이 alert는 기존과 다르게 동작하도록 바꾼 것입니다. 각각이 잡아내는 장애를 비교하십시오.</translation>
    </message>
    <message>
        <source>The annotations still speak of the heap: read them again before you accept.</source>
        <translation>annotation에는 아직 힙에 대한 내용이 있습니다. 적용하기 전에 다시 읽어 보십시오.</translation>
    </message>
    <message>
        <source>%1 watches only %2. At the endpoint the same series are there for: %3.</source>
        <translation>%1 규칙은 %2만 봅니다. 엔드포인트에는 다음 대상에도 같은 시계열이 있습니다: %3.</translation>
    </message>
    <message>
        <source>The heap of %1 in %2 may grow to %3 MiB, but the container is killed at %4 MiB: the limit comes first. %5 MiB leave room for what is not heap.</source>
        <translation>%2의 %1 컨테이너는 힙이 %3 MiB까지 커질 수 있지만 %4 MiB에서 강제 종료됩니다. 메모리 한도에 먼저 닿습니다. %5 MiB로 하면 힙 이외의 메모리가 들어갈 자리가 남습니다.</translation>
    </message>
    <message>
        <source>The heap of %1 in %2 may grow to %3 MiB, and the container has no memory limit to hold it against.</source>
        <translation>%2의 %1 컨테이너는 힙이 %3 MiB까지 커질 수 있는데, 비교할 메모리 한도가 없습니다.</translation>
    </message>
    <message>
        <source>%1 divides the heap that is used by the heap that V8 has taken so far, which grows and shrinks with it: it says nothing about how much is left. What counts is the memory of the process against the limit of its container.</source>
        <translation>%1 규칙은 사용 중인 힙을 V8이 지금까지 확보한 힙으로 나눕니다. 확보한 힙은 사용량에 따라 늘고 줄기 때문에 얼마나 남았는지 알 수 없습니다. 컨테이너 한도 대비 프로세스 메모리를 보아야 합니다.</translation>
    </message>
    <message>
        <source>%1 compares the counter %2 as it is: once above 0 it fires until the process restarts. increase() asks for what is new, but misses the first event of a series that is born with it.</source>
        <translation>%1 규칙은 카운터 값을 그대로 비교합니다: %2. 한 번 0을 넘으면 프로세스가 재시작할 때까지 firing 상태입니다. increase()는 새로 생긴 이벤트를 보지만, 첫 이벤트와 함께 생긴 시계열에서는 그 이벤트를 놓칩니다.</translation>
    </message>
    <message>
        <source>%1 compares memory with the number %2, which is wrong as soon as the limit changes. kube-state-metrics exports the limit itself.</source>
        <translation>%1 규칙은 메모리를 숫자와 비교합니다: %2. 한도를 바꾸면 곧바로 틀린 숫자가 됩니다. 한도 값은 kube-state-metrics가 내보냅니다.</translation>
    </message>
    <message>
        <source>The open pattern also matches %1, which other rules name.</source>
        <translation>열린 패턴은 다른 규칙이 쓰는 이름과도 일치합니다: %1.</translation>
    </message>
    <message>
        <source>The open pattern matches %1, as the members do: %2 series.</source>
        <translation>열린 패턴이 기존 규칙과 같은 이름과 일치합니다: %1, 시계열 %2개.</translation>
    </message>
    <message>
        <source>The open pattern also matches %1, which no member reads: %2 series.</source>
        <translation>열린 패턴이 기존 규칙은 읽지 않는 이름과도 일치합니다: %1, 시계열 %2개.</translation>
    </message>
    <message>
        <source>It reads %1 of group %2, whose values may be one interval of that group old.</source>
        <translation>그룹 %2의 %1 시계열을 읽으므로, 값이 그 그룹의 평가 주기 한 번만큼 늦을 수 있습니다.</translation>
    </message>
    <message>
        <source>It stands before %1 in its group and reads the value of the evaluation before.</source>
        <translation>같은 그룹에서 %1보다 앞에 있어 직전 평가 때의 값을 읽습니다.</translation>
    </message>
    <message>
        <source>%1 compares what %2 compares for one of its services: it can read %3.</source>
        <translation>%1 규칙은 %2 규칙이 서비스 하나에 대해 비교하는 것을 똑같이 비교합니다. 다음을 읽으면 됩니다: %3.</translation>
    </message>
    <message>
        <source>Reading the recording rule</source>
        <translation>recording rule 읽기</translation>
    </message>
    <message>
        <source>That %1 is the series meant is read off the metric&apos;s name; the comparison shows whether it is.</source>
        <translation>어느 시계열인지는 메트릭 이름에서 짐작했습니다: %1. 비교해 보면 맞는지 알 수 있습니다.</translation>
    </message>
    <message>
        <source>Its alerts get the label %1, which they do not have now.</source>
        <translation>이 규칙의 alert에 지금은 없는 라벨이 붙습니다: %1.</translation>
    </message>
    <message>
        <source>They leave out other values of the label %1: one rule would leave out all of them.</source>
        <translation>제외하는 라벨 값이 서로 다릅니다: %1. 하나로 합치면 그 값을 모두 제외하게 됩니다.</translation>
    </message>
    <message>
        <source>Matchers that say what is taken, not what is left out, would make them one rule.</source>
        <translation>제외할 값이 아니라 포함할 값을 매처로 쓰면 하나의 규칙이 됩니다.</translation>
    </message>
    <message>
        <source>There is no remote to push to.</source>
        <translation>push할 원격 저장소가 없습니다.</translation>
    </message>
    <message>
        <source>Not pushed yet: %1.</source>
        <translation>아직 push하지 않았습니다: %1.</translation>
    </message>
    <message>
        <source>Not merged yet, as of the last fetch: %1.</source>
        <translation>마지막 fetch 기준으로 아직 병합되지 않았습니다: %1.</translation>
    </message>
    <message>
        <source>This save changed no rules.</source>
        <translation>이 저장에는 바뀐 규칙이 없습니다.</translation>
    </message>
    <message>
        <source>No endpoint was asked.</source>
        <translation>조회한 엔드포인트가 없습니다.</translation>
    </message>
    <message>
        <source>%1 has not loaded them as they were saved: %2.</source>
        <translation>%1: 저장한 내용 그대로 로드되지 않았습니다: %2.</translation>
    </message>
    <message>
        <source>Not evaluated yet since they were loaded: %1.</source>
        <translation>로드된 뒤 아직 평가되지 않았습니다: %1.</translation>
    </message>
    <message>
        <source>The evaluation of %1 fails: %2</source>
        <translation>규칙 평가가 실패합니다: %1: %2</translation>
    </message>
    <message>
        <source>No series seen yet: %1. An alert has one only while it is pending or firing.</source>
        <translation>아직 시계열이 없습니다: %1. 알림은 pending이나 firing인 동안에만 시계열이 있습니다.</translation>
    </message>
    <message>
        <source>After this save the build of %1 would fail: %2</source>
        <translation>이 저장 뒤에는 빌드가 실패합니다(%1): %2</translation>
    </message>
    <message>
        <source>The build of %1 fails, with this save as without it: %2</source>
        <translation>이 저장과 관계없이 이미 빌드가 실패합니다(%1): %2</translation>
    </message>
    <message>
        <source>%1 names %2, which is not valid YAML (line %3); the build would fail.</source>
        <translation>%1에 올바른 YAML이 아닌 파일이 있습니다: %2(%3행). 빌드가 실패합니다.</translation>
    </message>
    <message>
        <source>A mapping names %1, which is not in the source repository: nothing is compared for it.</source>
        <translation>mapping에 적힌 경로가 소스 저장소에 없어 비교하지 않습니다: %1.</translation>
    </message>
    <message>
        <source>Mend the path in the workspace file, or remove the mapping.</source>
        <translation>워크스페이스 파일의 경로를 고치거나 mapping을 지우십시오.</translation>
    </message>
    <message>
        <source>%1 is a partial clone: reading older versions would contact its server.</source>
        <translation>부분 클론이라 이전 버전을 읽으려면 서버에 접속해야 합니다: %1</translation>
    </message>
    <message>
        <source>The history of %1 and its copy is too long to look at all of it.</source>
        <translation>%1 파일과 사본의 이력이 너무 길어 전부 확인하지 못했습니다.</translation>
    </message>
    <message>
        <source>The clone is shallow: older versions are not here.</source>
        <translation>얕은 클론이라 이전 버전이 여기에 없습니다.</translation>
    </message>
    <message>
        <source>%1 lacks what was committed to %2 before, and this save does not carry it: %3</source>
        <translation>이전에 %2 파일에 커밋된 변경이 %1 사본에 없습니다. 이번 저장에는 포함되지 않습니다: %3</translation>
    </message>
    <message>
        <source>Not saved: git could not make the signed commit in %1. Nothing was changed in either repository.</source>
        <translation>저장하지 않았습니다. git이 서명된 커밋을 만들지 못했습니다: %1. 두 저장소 모두 변경 사항이 없습니다.</translation>
    </message>
    <message>
        <source>%1: merged in %2, open in %3 for less than two hours.</source>
        <translation>%1: %2 저장소에는 병합되었고 %3 저장소에는 아직 열려 있습니다(2시간 미만).</translation>
    </message>
    <message>
        <source>The client certificate %1 has expired: it was valid until %2. The server at %3 does not accept it. Renew it.</source>
        <translation>클라이언트 인증서가 만료되어 서버가 받아들이지 않습니다. 인증서: %1, 유효 기간: %2까지, 서버: %3. 인증서를 갱신하십시오.</translation>
    </message>
    <message>
        <source>The client certificate %1 is valid only from %2 on. The server at %3 does not accept it. Check the clock of this machine.</source>
        <translation>클라이언트 인증서가 아직 유효하지 않아 서버가 받아들이지 않습니다. 인증서: %1, 유효 시작: %2, 서버: %3. 이 컴퓨터의 시계를 확인하십시오.</translation>
    </message>
    <message>
        <source>The server at %1 does not accept the client certificate %2, issued by “%3”. Name one of an authority that the server trusts in tls_config.cert_file.</source>
        <translation>서버가 클라이언트 인증서를 받아들이지 않습니다. 서버: %1, 인증서: %2, 발급자: “%3”. 서버가 신뢰하는 인증 기관의 인증서를 tls_config.cert_file에 지정하십시오.</translation>
    </message>
    <message>
        <source>on (%1) would match, but several series of each side share these labels: aggregate one side by them first.</source>
        <translation>다음 라벨로 매칭되지만 양쪽 모두 여러 시계열이 같은 값을 가집니다: %1. 먼저 한쪽을 이 라벨로 집계하십시오.</translation>
    </message>
    <message>
        <source>%1 would match %2 of %3 series of the left side.</source>
        <translation>다음을 쓰면 왼쪽 시계열 %3개 중 %2개가 매칭됩니다: %1.</translation>
    </message>
    <message>
        <source>The desktop&apos;s proxy cannot be reached. Check the system&apos;s settings (https_proxy, no_proxy) and the network.</source>
        <translation>데스크톱의 프록시에 연결할 수 없습니다. 시스템 설정(https_proxy, no_proxy)과 네트워크를 확인하십시오.</translation>
    </message>
    <message>
        <source>The proxy %1 cannot be reached. Check proxy_url and the network.</source>
        <translation>프록시에 연결할 수 없습니다: %1. proxy_url과 네트워크를 확인하십시오.</translation>
    </message>
    <message>
        <source>The desktop&apos;s proxy wants a user name and password, which Rulewright does not send. Name another one in proxy_url.</source>
        <translation>데스크톱의 프록시가 사용자 이름과 암호를 요구하지만 Rulewright는 보내지 않습니다. proxy_url에 다른 프록시를 지정하십시오.</translation>
    </message>
    <message>
        <source>The proxy %1 wants a user name and password, which Rulewright does not send. Name another one in proxy_url.</source>
        <translation>프록시가 사용자 이름과 암호를 요구하지만 Rulewright는 보내지 않습니다: %1. proxy_url에 다른 프록시를 지정하십시오.</translation>
    </message>
    <message>
        <source>%1 sent its answer packed (%2), which was not asked for. Check the proxy before the server.</source>
        <translation>요청하지 않은 압축 응답을 받았습니다(%2). 서버: %1. 서버 앞의 프록시를 확인하십시오.</translation>
    </message>
    <message>
        <source>OOM kill of %1.</source>
        <translation>%1의 OOM kill.</translation>
    </message>
    <message>
        <source>Restart of %1.</source>
        <translation>%1의 재시작.</translation>
    </message>
    <message>
        <source>Cannot tell: the change is meant to differ, and in this range nothing differs.</source>
        <translation>판단 불가: 동작을 바꾸려는 변경인데 이 기간에는 차이가 나타나지 않음</translation>
    </message>
    <message>
        <source>Cannot tell: the values never change, so that what the new rule computes otherwise does not show.</source>
        <translation>판단 불가: 값이 한 번도 변하지 않아 새 규칙의 계산 차이가 드러나지 않음</translation>
    </message>
    <message>
        <source>Unproved: nothing is proposed that could be compared.</source>
        <translation>미검증: 비교할 제안이 없음</translation>
    </message>
    <message>
        <source>The change is meant to differ: mark incidents to see which of the two catches them.</source>
        <translation>동작을 바꾸려는 변경입니다. 장애를 표시하면 기존 규칙과 새 규칙 중 어느 쪽이 감지하는지 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>%1 is recorded as %2 already, and computed again in: %3.</source>
        <translation>이미 %2(으)로 기록되는 표현식을 다시 계산하는 규칙이 있습니다. 표현식: %1, 규칙: %3.</translation>
    </message>
    <message>
        <source>%1 is computed by %2 rules: %3. One recording rule can compute it for all of them.</source>
        <translation>규칙 %2개가 같은 표현식을 계산합니다. 표현식: %1, 규칙: %3. recording rule 하나로 한 번만 계산할 수 있습니다.</translation>
    </message>
    <message>
        <source>Name %1 under alerting.alertmanagers.</source>
        <translation>alerting.alertmanagers에 다음을 지정하십시오: %1</translation>
    </message>
    <message>
        <source>In %6, %1 reads alerts of %2 with %3, and they would carry %4=&quot;%5&quot;: it would never find one.</source>
        <translation>%6 환경: %1 규칙이 %2 alert를 %3 조건으로 읽지만, 배포되는 라벨은 %4=&quot;%5&quot;이므로 찾지 못하게 됩니다.</translation>
    </message>
    <message>
        <source>The ServiceMonitor %1 would scrape nothing: the Service %2 that it selects is written in %3, which is not deployed.</source>
        <translation>ServiceMonitor %1: 스크레이프할 타깃이 없습니다. 선택하는 Service %2의 매니페스트(%3)가 배포되지 않습니다.</translation>
    </message>
    <message>
        <source>The ServiceMonitor %1 would scrape nothing: the Service %2 that it selects is defined in source (%3) and not deployed.</source>
        <translation>ServiceMonitor %1: 스크레이프할 타깃이 없습니다. 선택하는 Service %2의 정의가 source(%3)에만 있고 배포되지 않습니다.</translation>
    </message>
    <message>
        <source>The ServiceMonitor %1 selects no Service that is written here (%2). Unless one is deployed from elsewhere, nothing would be scraped.</source>
        <translation>ServiceMonitor %1: 여기에 정의된 Service 가운데 선택되는 것이 없습니다(%2). 다른 곳에서 배포되는 Service가 없다면 아무것도 스크레이프하지 않습니다.</translation>
    </message>
    <message>
        <source>Let its selector and namespaceSelector fit the Service.</source>
        <translation>selector와 namespaceSelector를 Service에 맞추십시오.</translation>
    </message>
    <message>
        <source>The ServiceMonitor %1 would scrape nothing at its port %2: %3 has no port with a name.</source>
        <translation>ServiceMonitor %1: 포트 %2에서 아무것도 스크레이프하지 않습니다. Service %3에는 이름이 있는 포트가 없습니다.</translation>
    </message>
    <message>
        <source>The ServiceMonitor %1 would scrape nothing at its port %2: %3 has the ports %4.</source>
        <translation>ServiceMonitor %1: 포트 %2에서 아무것도 스크레이프하지 않습니다. Service %3의 포트: %4</translation>
    </message>
    <message>
        <source>The %1 %2 would not be read: no %3Selector and %3NamespaceSelector of a deployed Prometheus picks it.</source>
        <translation>%1 %2: 배포되는 Prometheus의 %3Selector와 %3NamespaceSelector 가운데 이 객체를 선택하는 것이 없어 읽히지 않습니다.</translation>
    </message>
    <message>
        <source>Give Prometheus a %1Selector that picks it.</source>
        <translation>이 객체를 선택하는 %1Selector를 Prometheus에 지정하십시오.</translation>
    </message>
    <message>
        <source>Mount %1 at %2 in %3.</source>
        <translation>%3에서 %1 ConfigMap을 %2 경로에 마운트하십시오.</translation>
    </message>
    <message>
        <source>%1 is a symbolic link: what changed in %2 behind it is not part of this save. Map that file itself.</source>
        <translation>%1 파일은 심볼릭 링크입니다. 링크가 가리키는 %2 파일의 변경은 이 저장에 포함되지 않습니다. 그 파일을 직접 매핑하십시오.</translation>
    </message>
    <message>
        <source>Line %1 holds a line separator (U+2028 or U+2029), which YAML takes for a line&apos;s end. Replace it in the YAML first.</source>
        <translation>%1번째 줄에 줄 구분 문자(U+2028 또는 U+2029)가 있습니다. YAML은 이 문자를 줄 끝으로 읽습니다. 먼저 YAML에서 다른 문자로 바꾸십시오.</translation>
    </message>
    <message>
        <source>%1 is neither a file nor a folder.</source>
        <translation>파일도 폴더도 아닙니다: %1</translation>
    </message>
    <message>
        <source>A value is expected before this comma.</source>
        <translation>이 쉼표 앞에 값이 있어야 합니다.</translation>
    </message>
    <message>
        <source>In a tag, two hexadecimal digits are expected behind a percent sign.</source>
        <translation>태그에서는 퍼센트 기호 뒤에 16진수 두 자리가 있어야 합니다.</translation>
    </message>
    <message>
        <source>Alertmanager would not answer at %1: nothing that is deployed here starts a pod that the Service %2 selects. Unless it is deployed from elsewhere, no alert would arrive.</source>
        <translation>Alertmanager가 %1에서 응답하지 않게 됩니다. 여기서 배포되는 매니페스트 가운데 Service %2의 selector에 맞는 pod을 만드는 것이 없습니다. 다른 곳에서 배포하지 않는다면 알림이 도착하지 않게 됩니다.</translation>
    </message>
    <message>
        <source>Deploy Alertmanager, or mend the labels that the Service selects.</source>
        <translation>Alertmanager를 배포하거나 Service의 selector 라벨을 고치십시오.</translation>
    </message>
    <message>
        <source>%1 is not built before you accept the workspace file in the window: the kustomization of %2 cannot be read to its end here.</source>
        <translation>창에서 작업 공간 파일을 허용하기 전에는 %1 환경을 빌드하지 않습니다. %2 폴더의 kustomization을 여기서 끝까지 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>%1 is not built before you accept the workspace file in the window: %2 uses %3, which may run or fetch something.</source>
        <translation>창에서 작업 공간 파일을 허용하기 전에는 %1 환경을 빌드하지 않습니다. 무언가를 실행하거나 내려받을 수 있는 키가 있습니다: %2의 %3</translation>
    </message>
    <message>
        <source>%1 is not built before you accept the workspace file in the window: %2 names %3, which may lead out of the repository.</source>
        <translation>창에서 작업 공간 파일을 허용하기 전에는 %1 환경을 빌드하지 않습니다. 저장소 밖으로 이어질 수 있는 경로가 있습니다: %2의 %3</translation>
    </message>
    <message>
        <source>The commits are made, but %1 in %2 was not pushed.</source>
        <translation>커밋은 만들었지만 %2 저장소의 %1 브랜치를 push하지 못했습니다.</translation>
    </message>
    <message>
        <source>%1 takes the series of %2 together where only their names tell them apart. They have to differ in a label that it keeps; an endpoint can tell.</source>
        <translation>메트릭 이름만 다른 시계열은 %1 결과에서 하나로 합쳐집니다: %2. 집계에 남는 라벨 값이 서로 달라야 하며, 엔드포인트에 질의하면 확인할 수 있습니다.</translation>
    </message>
    <message>
        <source>A label with one value for each copy, on every series that is read, would make them one rule.</source>
        <translation>읽는 모든 시계열에 복사본마다 값이 하나인 라벨이 있으면 하나의 규칙으로 합칠 수 있습니다.</translation>
    </message>
    <message>
        <source>One rule would have to keep them apart by %1, which only one side of an operator has: the sides would never meet.</source>
        <translation>하나의 규칙으로 합치려면 라벨로 구분해야 하는데(%1), 연산자의 한쪽에만 이 라벨이 있어 양쪽이 전혀 매칭되지 않습니다.</translation>
    </message>
    <message>
        <source>They aggregate over several values of the label %1: kept apart by it, one rule would compute something else.</source>
        <translation>라벨의 여러 값을 함께 집계합니다(%1). 이 라벨로 구분해 합치면 계산 결과가 달라집니다.</translation>
    </message>
    <message>
        <source>Their sides have other values of the label %1: kept apart by it, they would never meet.</source>
        <translation>연산자 양쪽의 라벨 값이 서로 다릅니다(%1). 이 라벨로 구분해 합치면 양쪽이 전혀 매칭되지 않습니다.</translation>
    </message>
    <message>
        <source>What stands at an anchor was changed, and with it: %1.</source>
        <translation>앵커에 있는 값을 바꾸어 다음 규칙도 함께 바뀌었습니다: %1.</translation>
    </message>
    <message>
        <source>%1 cannot change for this rule alone: others read it at the same place.</source>
        <translation>이 규칙에서만 바꿀 수 없습니다: %1. 다른 규칙도 같은 위치의 값을 읽습니다.</translation>
    </message>
    <message>
        <source>VictoriaMetrics repeats or leaves out what is younger than %1: those ticks are unknown.</source>
        <translation>VictoriaMetrics는 최근 %1 동안의 값을 앞의 값으로 채우거나 생략합니다. 해당 tick의 상태는 알 수 없습니다.</translation>
    </message>
    <message>
        <source>This list has no lines for the comments of its rules. Edit the YAML itself.</source>
        <translation>이 목록에는 규칙의 주석을 둘 줄이 없습니다. YAML을 직접 편집하십시오.</translation>
    </message>
    <message>
        <source>VictoriaMetrics repeats or leaves out what is younger than %1: the newest values are not known yet.</source>
        <translation>VictoriaMetrics는 최근 %1 동안의 값을 앞의 값으로 채우거나 생략합니다. 최신 값은 아직 알 수 없습니다.</translation>
    </message>
    <message>
        <source>%1 reads ahead of its evaluation (a negative offset, or `smoothed`): when it is recorded, what it reads has not happened yet.</source>
        <translation>%1 규칙은 평가 시각보다 뒤를 읽습니다(음수 offset 또는 `smoothed`). 기록하는 순간에는 읽을 내용이 아직 일어나지 않았습니다.</translation>
    </message>
    <message>
        <source>%1 reads ahead of its evaluation (a negative offset, or `smoothed`): at a running server it finds only what has happened by then.</source>
        <translation>%1 규칙은 평가 시각보다 뒤를 읽습니다(음수 offset 또는 `smoothed`). 실행 중인 서버에서는 그때까지 일어난 것만 찾습니다.</translation>
    </message>
    <message>
        <source>Of this time %1 keeps nothing any more: its retention is %2.</source>
        <translation>%1에는 이 시각의 데이터가 더 이상 없습니다. 보존 기간은 %2입니다.</translation>
    </message>
    <message>
        <source>The label %2 of the alerts of %1 is made of the value in another way: %3 became %4.</source>
        <translation>%1: alert의 라벨 %2{을/를} 값으로 만드는 방식이 바뀝니다: %3 → %4.</translation>
    </message>
    <message>
        <source>The new %1 fails at %2 of %3 evaluations: several of its alerts would have the same labels.</source>
        <translation>변경 규칙 %1: %3개 평가 시점 가운데 %2개에서 실패합니다. 여러 alert의 라벨이 서로 같아집니다.</translation>
    </message>
    <message>
        <source>The old %1 fails at %2 of %3 evaluations: several of its alerts would have the same labels.</source>
        <translation>기존 규칙 %1: %3개 평가 시점 가운데 %2개에서 실패합니다. 여러 alert의 라벨이 서로 같아집니다.</translation>
    </message>
    <message>
        <source>The new %1 fails at %2 of %3 evaluations: it has more alerts than the limit of its group, %4, allows.</source>
        <translation>변경 규칙 %1: %3개 평가 시점 가운데 %2개에서 실패합니다. alert 수가 그룹의 limit(%4)를 넘습니다.</translation>
    </message>
    <message>
        <source>The old %1 fails at %2 of %3 evaluations: it has more alerts than the limit of its group, %4, allows.</source>
        <translation>기존 규칙 %1: %3개 평가 시점 가운데 %2개에서 실패합니다. alert 수가 그룹의 limit(%4)를 넘습니다.</translation>
    </message>
    <message>
        <source>Cannot tell: the endpoint cannot evaluate %1.</source>
        <translation>판단 불가: 엔드포인트가 평가하지 못하는 규칙: %1</translation>
    </message>
    <message>
        <source>Wider: %1 are included now.</source>
        <translation>넓어짐: %1{이/가} 새로 포함됨</translation>
    </message>
    <message>
        <source>The names have too little in common: the alert keeps the name %1, which says nothing of the others. Give it a name for all of them.</source>
        <translation>이름에 공통된 단어가 거의 없어 alert 이름은 %1 그대로 둡니다. 나머지를 나타내지 못하므로 모두에 맞는 이름으로 바꾸십시오.</translation>
    </message>
    <message>
        <source>The annotation %1 names the copies as their label does, in other letters than before.</source>
        <translation>annotation %1에 라벨 값이 그대로 나오므로 대소문자나 구분 기호가 전과 다릅니다.</translation>
    </message>
    <message>
        <source>The annotation %1 takes the name of each copy from the label %2; nothing in the rules says that they agree.</source>
        <translation>annotation %1의 대상 이름을 라벨 %2에서 가져옵니다. 둘이 같다는 근거는 규칙에 없습니다.</translation>
    </message>
    <message>
        <source>The annotation %1 differs, and no label carries the difference: it names all copies.</source>
        <translation>annotation %1의 내용이 서로 다르고 이를 구분할 라벨이 없어 모두를 나열합니다.</translation>
    </message>
    <message>
        <source>The annotation %1 differs, and no label carries the difference: the first copy&apos;s is kept, which is wrong for the others.</source>
        <translation>annotation %1의 내용이 서로 다르고 이를 구분할 라벨이 없어 첫 규칙의 것을 그대로 둡니다. 나머지 규칙에는 맞지 않습니다.</translation>
    </message>
    <message>
        <source>One rule would also bring together what no copy does: %1 and %2.</source>
        <translation>하나로 합치면 어느 규칙도 함께 계산하지 않던 조합이 생깁니다: %1, %2.</translation>
    </message>
    <message>
        <source>Which metric is read depends on the labels: in one rule the series of one metric would hide those of another.</source>
        <translation>라벨에 따라 읽는 메트릭이 달라, 하나로 합치면 한 메트릭의 시계열이 다른 메트릭의 시계열을 가립니다.</translation>
    </message>
    <message>
        <source>Nothing is proposed: each copy differs in what one rule can have only once, such as `for`, a severity or a label that it records.</source>
        <translation>제안이 없습니다. `for`, 심각도, 기록하는 라벨처럼 한 규칙에 하나만 둘 수 있는 것이 규칙마다 다릅니다.</translation>
    </message>
    <message>
        <source>The names of their metrics stand within the braces.</source>
        <translation>메트릭 이름이 중괄호 안에 있습니다.</translation>
    </message>
    <message>
        <source>Written in front of the braces, they can be merged.</source>
        <translation>중괄호 앞에 쓰면 합칠 수 있습니다.</translation>
    </message>
    <message>
        <source>One of them watches the series that have no label %1.</source>
        <translation>그중 하나는 라벨 %1 없는 시계열을 봅니다.</translation>
    </message>
    <message>
        <source>A value of that label on all series would make them one rule.</source>
        <translation>모든 시계열에 그 라벨의 값이 있으면 한 규칙이 될 수 있습니다.</translation>
    </message>
    <message>
        <source>They wait for different states: %1 and %2.</source>
        <translation>서로 다른 상태를 기다립니다: %1, %2.</translation>
    </message>
    <message>
        <source>They have other thresholds: %1 and %2.</source>
        <translation>임계값이 다릅니다: %1, %2.</translation>
    </message>
    <message>
        <source>They have another severity: %1 and %2.</source>
        <translation>심각도가 다릅니다: %1, %2.</translation>
    </message>
    <message>
        <source>They are about different things by their names and texts.</source>
        <translation>이름과 설명으로 보아 서로 다른 것을 다룹니다.</translation>
    </message>
    <message>
        <source>Each copy has a threshold of its own.</source>
        <translation>규칙마다 임계값이 다릅니다.</translation>
    </message>
    <message>
        <source>Each copy has a threshold of its own, and they differ in %1.</source>
        <translation>규칙마다 임계값이 다르고, 다음도 다릅니다: %1.</translation>
    </message>
    <message>
        <source>The copies also differ in %1.</source>
        <translation>다음도 서로 다릅니다: %1.</translation>
    </message>
    <message>
        <source>Prometheus before %2 does not follow this alias: it takes %1, the name of the anchor, for the value of %3.</source>
        <translation>Prometheus %2 미만은 이 alias를 따라가지 않고 anchor의 이름을 그대로 값으로 씁니다(필드: %3, 값: %1).</translation>
    </message>
    <message>
        <source>Prometheus before %2 takes the word %1 for the value of %3.</source>
        <translation>Prometheus %2 미만은 null을 뜻하는 단어를 그대로 값으로 씁니다(필드: %3, 값: %1).</translation>
    </message>
    <message>
        <source>Take either --only-here or --at-anchor.</source>
        <translation>--only-here와 --at-anchor 중 하나만 지정하십시오.</translation>
    </message>
    <message>
        <source>--only-here and --at-anchor are for the fields of a rule: name it with --rule or --index.</source>
        <translation>--only-here와 --at-anchor는 규칙의 필드에만 쓸 수 있습니다. --rule이나 --index로 규칙을 지정하십시오.</translation>
    </message>
    <message>
        <source>A field cannot be removed at the anchor. --unset removes it from the rule.</source>
        <translation>anchor에서는 필드를 제거할 수 없습니다. --unset은 규칙에서 필드를 제거합니다.</translation>
    </message>
    <message>
        <source>%1 reads ALERTS of %2, which is not loaded as it is written here: when that one would have fired is missing.</source>
        <translation>%1 규칙은 %2의 ALERTS를 읽지만, 해당 alert는 여기에 작성된 대로 로드되어 있지 않습니다. 그 alert가 firing이었을 시간은 결과에서 빠져 있습니다.</translation>
    </message>
    <message>
        <source>The old rules and the new one fired %1 times each, but not alike.</source>
        <translation>firing 횟수는 %1회로 같지만 시각이나 대상이 다릅니다.</translation>
    </message>
    <message>
        <source>The old rules fired %1 times, the new one %2 times.</source>
        <translation>firing 횟수가 다릅니다. 기존 규칙 %1회, 변경 규칙 %2회.</translation>
    </message>
    <message>
        <source>On loading day no state is handed over, as name, labels or group change: alerts that fire begin anew.</source>
        <translation>이름, 라벨 또는 그룹이 바뀌므로 적용하는 날에 넘어가는 상태가 없습니다. firing 중인 알림은 새로 시작합니다.</translation>
    </message>
    <message>
        <source>Line %1, column %2: this matcher cannot be read: %3.</source>
        <translation>%1번째 줄 %2번째 열: 매처를 읽을 수 없습니다: %3.</translation>
    </message>
    <message>
        <source>Line %1, column %2: matchers are a list.</source>
        <translation>%1번째 줄 %2번째 열: matchers는 목록이어야 합니다.</translation>
    </message>
    <message>
        <source>Line %1, column %2: group_by names each label once, or only &apos;...&apos;.</source>
        <translation>%1번째 줄 %2번째 열: group_by에는 라벨을 한 번씩만 쓰거나 &apos;...&apos;만 써야 합니다.</translation>
    </message>
    <message>
        <source>Line %1, column %2: routes are nested too deep.</source>
        <translation>%1번째 줄 %2번째 열: 경로가 너무 깊게 중첩되어 있습니다.</translation>
    </message>
    <message>
        <source>Line %1, column %2: there is no receiver &quot;%3&quot;.</source>
        <translation>%1번째 줄 %2번째 열: 수신자가 없습니다: &quot;%3&quot;.</translation>
    </message>
    <message>
        <source>Line %1, column %2: the first route takes all alerts, and has no matchers.</source>
        <translation>%1번째 줄 %2번째 열: 최상위 경로는 모든 알림을 받으므로 매처를 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>Line %1, column %2: this is no valid YAML: %3</source>
        <translation>%1번째 줄 %2번째 열: 올바른 YAML이 아닙니다: %3</translation>
    </message>
    <message>
        <source>They compute with other numbers: %1 and %2.</source>
        <translation>계산에 쓰는 수가 다릅니다: %1, %2.</translation>
    </message>
    <message>
        <source>%1 was changed by somebody else meanwhile: nothing was written.</source>
        <translation>그사이 다른 곳에서 파일을 변경했습니다: %1. 아무것도 쓰지 않았습니다.</translation>
    </message>
    <message>
        <source>The rules have just changed: look at the proposal once more.</source>
        <translation>규칙이 방금 바뀌었습니다. 제안을 다시 확인하십시오.</translation>
    </message>
    <message>
        <source>As far as the rules tell, Alertmanager treats the old and the new alerts alike: receivers, grouping and inhibition stay.</source>
        <translation>규칙에서 알 수 있는 한, Alertmanager는 변경 전후의 알림을 똑같이 처리합니다. 수신자, 그룹, 억제가 그대로입니다.</translation>
    </message>
    <message>
        <source>Cannot tell: all values agree in this range, but the new rule does not compute what the old ones do.</source>
        <translation>판단 불가: 이 기간의 값은 모두 일치하지만 변경 규칙의 계산이 기존 규칙과 다름</translation>
    </message>
    <message>
        <source>Cannot tell: the sides of the old condition never meet in this range.</source>
        <translation>판단 불가: 이 기간에 기존 조건의 양변이 서로 매칭된 적이 없음</translation>
    </message>
    <message>
        <source>The alerts get new labels: %1.</source>
        <translation>알림에 추가되는 라벨: %1.</translation>
    </message>
    <message>
        <source>The alerts get new names: %1.</source>
        <translation>알림 이름 변경: %1.</translation>
    </message>
    <message>
        <source>The alerts get new labels and names: %1; %2.</source>
        <translation>알림에 추가되는 라벨: %1. 이름 변경: %2.</translation>
    </message>
    <message>
        <source>The new rule does not compute what %1 computes: %2 became %3. The values of this range do not show it.</source>
        <translation>새 규칙의 계산이 기존 규칙과 다릅니다(%1): %2 → %3. 이 기간의 값으로는 차이가 드러나지 않습니다.</translation>
    </message>
    <message>
        <source>Where %1 has no value, the new rule takes that of %2. It never had to in this range, so that nothing is known of it.</source>
        <translation>기존 규칙(%1)에 값이 없으면 새 규칙은 다음 식의 값을 사용합니다: %2. 이 기간에는 그런 시점이 없어 이 부분은 확인되지 않았습니다.</translation>
    </message>
    <message>
        <source>Cannot tell: the range holds too many evaluations.</source>
        <translation>판단 불가: 비교 기간의 평가 시점이 너무 많음</translation>
    </message>
    <message>
        <source>The range holds %1 evaluations, and no more than %2 can be compared at once. Choose a shorter range.</source>
        <translation>비교 기간에 평가 시점이 %1개 있습니다. 한 번에 %2개까지만 비교할 수 있습니다. 더 짧은 기간을 선택하십시오.</translation>
    </message>
    <message>
        <source>A ratio of rare events has no series until the first event: nobody can tell a healthy service from a rule that reads nothing. With `or 0 * all` it is 0 while all is well, also where the events are not exported at all; where nothing of all is there either, it stays absent.</source>
        <translation>드문 이벤트의 비율은 첫 이벤트가 생길 때까지 시계열이 없습니다. 그래서 서비스가 정상인지 규칙이 아무것도 읽지 못하는지 구별할 수 없습니다. `or 0 * 전체`를 붙이면 정상일 때 0이 되고, 이벤트가 아예 수집되지 않을 때도 0입니다. 전체의 시계열도 없으면 비율도 없습니다.</translation>
    </message>
    <message>
        <source>The endpoint has no series of kube-state-metrics that tell of restarts in this range: OOM kills and restarts cannot be found, incidents can be marked.</source>
        <translation>이 기간에 재시작을 알려 주는 kube-state-metrics 시계열이 엔드포인트에 없습니다. OOM kill과 재시작은 찾을 수 없고, 장애를 직접 표시할 수는 있습니다.</translation>
    </message>
    <message>
        <source>kube-state-metrics tells of no restart in this range: there is no incident to hold the alerts against.</source>
        <translation>kube-state-metrics에 따르면 이 기간에 재시작이 없었습니다. alert를 견주어 볼 장애가 없습니다.</translation>
    </message>
    <message>
        <source>A firing counts from %1 before an incident until %2 after it.</source>
        <translation>장애 %1 전부터 장애 %2 후까지의 firing을 감지한 것으로 셉니다.</translation>
    </message>
    <message>
        <source>Of %1 incidents %2 befell what neither the old nor the new rules watch; they do not count.</source>
        <translation>장애 %1건 중 %2건은 기존 규칙도 새 규칙도 보지 않는 대상에서 일어났으므로 세지 않습니다.</translation>
    </message>
    <message>
        <source>kube_pod_container_resource_limits has no series of memory at the endpoint: kube-state-metrics is not scraped there, or no container has a limit.</source>
        <translation>엔드포인트에 메모리에 대한 kube_pod_container_resource_limits 시계열이 없습니다. kube-state-metrics를 스크레이프하지 않거나, 한도가 있는 컨테이너가 없습니다.</translation>
    </message>
    <message>
        <source>The joined expression has no data at the end of the range.</source>
        <translation>join한 표현식이 기간의 끝에서 데이터를 돌려주지 않습니다.</translation>
    </message>
    <message>
        <source>At the end of the range the joined expression has %1 series.</source>
        <translation>기간의 끝에서 join한 표현식의 시계열은 %1개입니다.</translation>
    </message>
    <message>
        <source>The containers have different limits, and the number is another share of each: 90 % is taken.</source>
        <translation>컨테이너마다 한도가 달라 이 숫자가 한도에서 차지하는 비율도 저마다 다릅니다. 90 %로 정합니다.</translation>
    </message>
    <message>
        <source>The number is not below the limit of %1 bytes: the container is killed before the alert can fire. 90 % is taken.</source>
        <translation>이 숫자는 한도 %1바이트보다 작지 않습니다. alert가 firing이 되기 전에 컨테이너가 강제 종료됩니다. 90 %로 정합니다.</translation>
    </message>
    <message>
        <source>These find no limit, and the new alert does not watch them: %1.</source>
        <translation>한도를 찾지 못해 새 alert가 보지 않는 대상: %1.</translation>
    </message>
    <message>
        <source>The pods have several containers, and no label of the memory says which of them it is: the largest limit of the pod is taken.</source>
        <translation>Pod에 컨테이너가 여러 개인데, 메모리 시계열의 라벨로는 어느 컨테이너인지 알 수 없습니다. Pod에서 가장 큰 한도를 씁니다.</translation>
    </message>
    <message>
        <source>%1 falls as often as a gauge in this range: increase() would take each fall for a restart, so nothing is proposed.</source>
        <translation>%1 메트릭은 이 기간에 gauge처럼 자주 줄어듭니다. increase()는 줄어들 때마다 재시작으로 여기므로 제안하지 않습니다.</translation>
    </message>
    <message>
        <source>The first of them is %1 at %2.</source>
        <translation>그중 첫 번째: %2에 나타난 %1.</translation>
    </message>
    <message>
        <source>The alert ends %1 after the last event.</source>
        <translation>이 alert는 마지막 이벤트로부터 %1 뒤에 끝납니다.</translation>
    </message>
    <message>
        <source>The first event of a series that is born with it is not in increase(). There is no such series in this range.</source>
        <translation>첫 이벤트와 함께 생긴 시계열에서는 그 이벤트가 increase()에 들어가지 않습니다. 이 기간에는 그런 시계열이 없습니다.</translation>
    </message>
    <message>
        <source>Series that come back after a gap count as new: in this range that is %1 times, and the alert fires then without an event.</source>
        <translation>끊겼다가 다시 나타난 시계열도 새 시계열로 셉니다. 이 기간에 %1번 있었고, 그때는 이벤트 없이도 firing이 됩니다.</translation>
    </message>
    <message>
        <source>%1 caps a heap, but is a template that cannot be read before it is filled in: hold the cap against the memory limit yourself.</source>
        <translation>%1 파일은 힙 상한을 정하지만, 값을 채우기 전에는 읽을 수 없는 템플릿입니다. 메모리 한도와 직접 비교하십시오.</translation>
    </message>
    <message>
        <source>The heap of %1 in %2 may grow to %3 MiB, and the memory limit is no quantity that can be read: %4.</source>
        <translation>%2의 %1 컨테이너는 힙이 %3 MiB까지 커질 수 있는데, 메모리 한도를 수량으로 읽을 수 없습니다: %4.</translation>
    </message>
    <message>
        <source>The heap of %1 in %2 may grow to %3 MiB of the %4 MiB at which the container is killed, which leaves little for what is not heap: the limit may come first. %5 MiB leave more room.</source>
        <translation>%2의 %1 컨테이너는 %4 MiB에서 강제 종료되는데 힙이 %3 MiB까지 커질 수 있어, 힙 이외의 메모리가 들어갈 자리가 거의 없습니다. 메모리 한도에 먼저 닿을 수 있습니다. %5 MiB로 하면 자리가 더 남습니다.</translation>
    </message>
    <message>
        <source>What is proposed depends on the series of an endpoint: name one with --endpoint.</source>
        <translation>제안은 엔드포인트의 시계열에 따라 달라집니다. --endpoint로 지정하십시오.</translation>
    </message>
    <message>
        <source>The values of the numerator of %1 differ at %2 of %3 evaluations, by up to %4.</source>
        <translation>분자의 값이 다릅니다: %1. %3개 평가 시점 가운데 %2개, 최대 차이 %4.</translation>
    </message>
    <message>
        <source>The values of the denominator of %1 differ at %2 of %3 evaluations, by up to %4.</source>
        <translation>분모의 값이 다릅니다: %1. %3개 평가 시점 가운데 %2개, 최대 차이 %4.</translation>
    </message>
    <message>
        <source>The new rule has no numerator of %1 at %2 of %3 evaluations.</source>
        <translation>%3개 평가 시점 가운데 %2개에서 새 규칙에 분자가 없습니다: %1.</translation>
    </message>
    <message>
        <source>The new rule has no denominator of %1 at %2 of %3 evaluations.</source>
        <translation>%3개 평가 시점 가운데 %2개에서 새 규칙에 분모가 없습니다: %1.</translation>
    </message>
    <message>
        <source>The new rule has a numerator of %1 at %2 of %3 evaluations where %4 had none.</source>
        <translation>%3개 평가 시점 가운데 %2개에서 기존 규칙(%4)에 없던 분자가 새 규칙에 있습니다: %1.</translation>
    </message>
    <message>
        <source>The new rule has a denominator of %1 at %2 of %3 evaluations where %4 had none.</source>
        <translation>%3개 평가 시점 가운데 %2개에서 기존 규칙(%4)에 없던 분모가 새 규칙에 있습니다: %1.</translation>
    </message>
    <message>
        <source>The numerator of %1 has no data in this range.</source>
        <translation>이 구간에 분자 데이터가 없습니다: %1.</translation>
    </message>
    <message>
        <source>The denominator of %1 has no data in this range.</source>
        <translation>이 구간에 분모 데이터가 없습니다: %1.</translation>
    </message>
</context>
<context>
    <name>ReviewTables</name>
    <message>
        <source>metric</source>
        <translation>메트릭</translation>
    </message>
    <message>
        <source>matcher</source>
        <translation>매처</translation>
    </message>
    <message>
        <source>label</source>
        <translation>라벨</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>임계값</translation>
    </message>
    <message>
        <source>duration</source>
        <translation>기간</translation>
    </message>
    <message>
        <source>annotation</source>
        <translation>annotation</translation>
    </message>
    <message>
        <source>What</source>
        <translation>항목</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>위치</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>규칙</translation>
    </message>
    <message>
        <source>To know</source>
        <translation>알아 둘 점</translation>
    </message>
    <message>
        <source>Not compared yet.</source>
        <translation>아직 비교하지 않았습니다.</translation>
    </message>
    <message>
        <source>same</source>
        <translation>같음</translation>
    </message>
    <message>
        <source>wider</source>
        <translation>넓어짐</translation>
    </message>
    <message>
        <source>narrower</source>
        <translation>좁아짐</translation>
    </message>
    <message>
        <source>different</source>
        <translation>다름</translation>
    </message>
    <message>
        <source>cannot tell</source>
        <translation>판단 불가</translation>
    </message>
    <message>
        <source>unproved</source>
        <translation>미검증</translation>
    </message>
    <message>
        <source>The same in all</source>
        <translation>모두 같음</translation>
    </message>
</context>
<context>
    <name>RuleBadge</name>
    <message>
        <source>error</source>
        <translation>오류</translation>
    </message>
    <message>
        <source>%1 cannot evaluate it: %2</source>
        <translation>%1: 평가하지 못합니다. %2</translation>
    </message>
    <message>
        <source>firing</source>
        <translation>firing</translation>
    </message>
    <message>
        <source>It is firing at %1 now.</source>
        <translation>%1: 지금 firing입니다.</translation>
    </message>
    <message>
        <source>no series</source>
        <translation>시계열 없음</translation>
    </message>
    <message>
        <source>It reads names that %1 has no series of now: %2.</source>
        <translation>읽는 이름 가운데 지금 %1에 시계열이 없는 것: %2.</translation>
    </message>
    <message>
        <source>pending</source>
        <translation>pending</translation>
    </message>
    <message>
        <source>It is pending at %1 now.</source>
        <translation>%1: 지금 pending입니다.</translation>
    </message>
    <message>
        <source>not loaded</source>
        <translation>로드되지 않음</translation>
    </message>
    <message>
        <source>%1 has not loaded it.</source>
        <translation>%1: 로드되지 않았습니다.</translation>
    </message>
</context>
<context>
    <name>Unit</name>
    <message>
        <source>bytes per second</source>
        <translation>초당 바이트</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>바이트</translation>
    </message>
    <message>
        <source>bits per second</source>
        <translation>초당 비트</translation>
    </message>
    <message>
        <source>bits</source>
        <translation>비트</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>초</translation>
    </message>
    <message>
        <source>milliseconds</source>
        <translation>밀리초</translation>
    </message>
    <message>
        <source>ratio, shown in percent</source>
        <translation>비율(백분율로 표시)</translation>
    </message>
    <message>
        <source>percent</source>
        <translation>백분율</translation>
    </message>
    <message>
        <source>per second</source>
        <translation>초당</translation>
    </message>
</context>
<context>
    <name>widgets::AlertBands</name>
    <message>
        <source>%1: firing %2 times, pending %3 times.</source>
        <translation>%1: firing %2회, pending %3회.</translation>
    </message>
    <message>
        <source>Pending and firing over time</source>
        <translation>시간에 따른 pending과 firing</translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s).</source>
        <translation>
            <numerusform>alert %n개.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2 from %3 to %4</source>
        <translation>%1: %2, %3부터 %4까지</translation>
    </message>
    <message>
        <source>%1: %2 since %3</source>
        <translation>%1: %2, %3부터</translation>
    </message>
    <message>
        <source>firing</source>
        <translation>firing</translation>
    </message>
    <message>
        <source>pending</source>
        <translation>pending</translation>
    </message>
    <message>
        <source>%1: inactive at %2</source>
        <translation>%1: %2에 inactive</translation>
    </message>
    <message>
        <source>%1, as it was saved</source>
        <translation>%1, 저장된 규칙</translation>
    </message>
</context>
<context>
    <name>widgets::BacktestView</name>
    <message>
        <source>as it is</source>
        <translation>그대로</translation>
    </message>
    <message numerus="yes">
        <source>%n×</source>
        <translation>
            <numerusform>%n회</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Firing %1 of the time, in %n firing(s)</source>
        <translation>
            <numerusform>시간의 %1 동안 firing(%n회)</numerusform>
        </translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>이어서 실행</translation>
    </message>
    <message>
        <source>Backtest</source>
        <translation>백테스트</translation>
    </message>
    <message>
        <source>A backtest needs an endpoint.</source>
        <translation>백테스트에는 엔드포인트가 필요합니다.</translation>
    </message>
    <message>
        <source>Select an alerting rule to see when it would have been firing.</source>
        <translation>언제 firing이었을지 보려면 alerting rule을 선택하십시오.</translation>
    </message>
    <message>
        <source>Asking what the rule would have done…</source>
        <translation>규칙이 어떻게 동작했을지 조회하는 중…</translation>
    </message>
    <message>
        <source>The backtest was cancelled.</source>
        <translation>백테스트를 취소했습니다.</translation>
    </message>
    <message>
        <source>Backtest all alerting rules of the group over the range of the chart.</source>
        <translation>차트 범위에서 그룹의 모든 alerting rule을 백테스트합니다.</translation>
    </message>
    <message>
        <source>Backtest all alerting rules of the file over the range of the chart.</source>
        <translation>차트 범위에서 파일의 모든 alerting rule을 백테스트합니다.</translation>
    </message>
    <message>
        <source>When would this rule have been firing? Backtest it over the range of the chart.</source>
        <translation>이 규칙은 언제 firing이었겠습니까? 차트 범위에서 백테스트하십시오.</translation>
    </message>
    <message>
        <source>What if the threshold or the time were another? From the same answer:</source>
        <translation>임계값이나 for가 달랐다면? 같은 응답으로 계산했습니다.</translation>
    </message>
    <message>
        <source>What if the time were another? Only a comparison with a number at the top of the expression lets the threshold vary without asking again.</source>
        <translation>for가 달랐다면? 표현식의 맨 위가 숫자와의 비교일 때만 다시 조회하지 않고 임계값을 바꿔 볼 수 있습니다.</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n rule(s) would have been firing in the last %2.</source>
        <translation>
            <numerusform>지난 %2 동안 규칙 %n개 중 %1개가 firing이었을 것입니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Compared with ALERTS: %1.</source>
        <translation>ALERTS와 비교: %1.</translation>
    </message>
    <message>
        <source>This alert</source>
        <translation>이 alert</translation>
    </message>
    <message>
        <source>Its group</source>
        <translation>이 그룹</translation>
    </message>
    <message>
        <source>Its file</source>
        <translation>이 파일</translation>
    </message>
    <message>
        <source>What is backtested</source>
        <translation>백테스트 대상</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Cancel the backtest</source>
        <translation>백테스트 취소</translation>
    </message>
    <message>
        <source>Progress of the backtest</source>
        <translation>백테스트 진행률</translation>
    </message>
    <message>
        <source>What was sent</source>
        <translation>보낸 표현식</translation>
    </message>
    <message>
        <source>The expressions that were sent</source>
        <translation>서버로 보낸 표현식</translation>
    </message>
    <message>
        <source>What if the threshold or for were another</source>
        <translation>임계값이나 for가 달랐을 때</translation>
    </message>
    <message>
        <source>Firings that ALERTS shows otherwise</source>
        <translation>ALERTS의 기록과 다른 firing</translation>
    </message>
    <message>
        <source>Alerts and how long they would have been firing</source>
        <translation>alert와 firing이었을 시간</translation>
    </message>
    <message>
        <source>Alert</source>
        <translation>alert</translation>
    </message>
    <message>
        <source>Firing</source>
        <translation>firing</translation>
    </message>
    <message>
        <source>Firings</source>
        <translation>횟수</translation>
    </message>
    <message>
        <source>Longest</source>
        <translation>최장</translation>
    </message>
    <message>
        <source>Flaps</source>
        <translation>반복</translation>
    </message>
    <message>
        <source>Firings that began within 15 minutes after the one before them had ended</source>
        <translation>앞의 firing이 끝난 뒤 15분 안에 다시 시작된 firing</translation>
    </message>
    <message>
        <source>as it was saved</source>
        <translation>저장된 규칙</translation>
    </message>
    <message numerus="yes">
        <source>firing %1 of the time, in %n firing(s)</source>
        <translation>
            <numerusform>전체 시간의 %1 동안 firing, %n회</numerusform>
        </translation>
    </message>
    <message>
        <source>A backtest tells what it would have done.</source>
        <translation>백테스트를 실행하면 결과를 알 수 있습니다.</translation>
    </message>
    <message>
        <source>Ask again what failed or was cancelled; what was answered stays</source>
        <translation>실패하거나 취소된 부분만 다시 조회합니다. 이미 받은 응답은 유지됩니다</translation>
    </message>
    <message>
        <source>%1 of %2 rules</source>
        <translation>규칙 %2개 중 %1개</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>약 %1 남음</translation>
    </message>
    <message numerus="yes">
        <source>Of %n rule(s) not everything is known.</source>
        <translation>
            <numerusform>규칙 %n개는 결과를 모두 알지 못합니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>The rules or the range have changed since. Backtest again.</source>
        <translation>그 뒤로 규칙이나 범위가 바뀌었습니다. 다시 백테스트하십시오.</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n rule(s) would have been firing in these %2.</source>
        <translation>
            <numerusform>선택한 %2 동안 규칙 %n개 중 %1개가 firing이었을 것입니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Firing %1 of the time, since before the range began</source>
        <translation>전체 시간 중 %1 firing, 구간이 시작되기 전부터</translation>
    </message>
    <message>
        <source>firing %1 of the time, since before the range began</source>
        <translation>전체 시간 중 %1 firing, 구간이 시작되기 전부터</translation>
    </message>
</context>
<context>
    <name>widgets::Breadcrumb</name>
    <message>
        <source>Place in the file</source>
        <translation>파일 안의 위치</translation>
    </message>
    <message>
        <source>%1 more: Ctrl+P finds them.</source>
        <translation>%1개 더 있습니다. Ctrl+P로 찾을 수 있습니다.</translation>
    </message>
</context>
<context>
    <name>widgets::ChangeDialog</name>
    <message>
        <source>Find</source>
        <translation>찾기</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>필드</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Replace with</source>
        <translation>바꿀 내용</translation>
    </message>
    <message>
        <source>New name</source>
        <translation>새 이름</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Find and replace in the workspace</source>
        <translation>작업 공간에서 찾아 바꾸기</translation>
    </message>
    <message>
        <source>Rename a recording rule</source>
        <translation>recording rule 이름 바꾸기</translation>
    </message>
    <message>
        <source>Set a field of several rules</source>
        <translation>여러 규칙의 필드 지정</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>텍스트</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>정규식</translation>
    </message>
    <message>
        <source>Rules whose field matches</source>
        <translation>필드가 일치하는 규칙</translation>
    </message>
    <message>
        <source>Match case</source>
        <translation>대소문자 구분</translation>
    </message>
    <message>
        <source>Whole words</source>
        <translation>단어 단위로</translation>
    </message>
    <message>
        <source>Remove the field</source>
        <translation>필드 제거</translation>
    </message>
    <message>
        <source>New value</source>
        <translation>새 값</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>위치</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>변경</translation>
    </message>
    <message>
        <source>Not changed: %1</source>
        <translation>바꾸지 않음: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n place(s)</source>
        <translation>
            <numerusform>위치 %n곳</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) to change</source>
        <translation>
            <numerusform>변경할 파일 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Matches</source>
        <translation>일치</translation>
    </message>
    <message>
        <source>%1 now</source>
        <translation>%1 현재</translation>
    </message>
    <message>
        <source>After the change</source>
        <translation>변경 후</translation>
    </message>
    <message>
        <source>Through an anchor, these change too: %1.</source>
        <translation>앵커를 통해 다음 규칙도 함께 바뀝니다: %1.</translation>
    </message>
</context>
<context>
    <name>widgets::ChartLegend</name>
    <message>
        <source>%1, not shown</source>
        <translation>%1, 표시하지 않음</translation>
    </message>
    <message>
        <source>Legend of the chart</source>
        <translation>차트의 범례</translation>
    </message>
    <message>
        <source>Space shows a series alone, again shows all. With Ctrl more series are added.</source>
        <translation>스페이스 키를 누르면 시계열 하나만 표시하고, 다시 누르면 모두 표시합니다. Ctrl과 함께 누르면 시계열을 더합니다.</translation>
    </message>
</context>
<context>
    <name>widgets::ChartReadout</name>
    <message>
        <source>No value at this time.</source>
        <translation>이 시각에는 값이 없습니다.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>외 %n개</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>widgets::CodeEditor</name>
    <message>
        <source>Cut</source>
        <translation>잘라내기</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>붙여넣기</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>모두 선택</translation>
    </message>
</context>
<context>
    <name>widgets::CommandPalette</name>
    <message>
        <source>Type the name of a command</source>
        <translation>명령 이름을 입력하십시오</translation>
    </message>
</context>
<context>
    <name>widgets::CompareDialog</name>
    <message>
        <source>Compare two versions of the rules</source>
        <translation>규칙의 두 버전 비교</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>이전(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;To</source>
        <translation>이후(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>비교(&amp;C)</translation>
    </message>
    <message>
        <source>Git revision</source>
        <translation>git 리비전</translation>
    </message>
    <message>
        <source>A branch, a tag or a commit of the source repository: HEAD, main~3, an id.</source>
        <translation>source 저장소의 브랜치, 태그 또는 커밋입니다. 예: HEAD, main~3, 커밋 id.</translation>
    </message>
    <message>
        <source>What is being edited</source>
        <translation>편집 중인 내용</translation>
    </message>
    <message>
        <source>Files on disk</source>
        <translation>디스크의 파일</translation>
    </message>
    <message>
        <source>GitOps copies</source>
        <translation>GitOps 사본</translation>
    </message>
    <message>
        <source>Loaded at %1</source>
        <translation>%1에 로드된 규칙</translation>
    </message>
</context>
<context>
    <name>widgets::Completer</name>
    <message>
        <source>Every series has the label %1, with the value %2.</source>
        <translation>모든 시계열에 %1 라벨이 있고, 값은 %2입니다.</translation>
    </message>
    <message>
        <source>Every series has the label %1.</source>
        <translation>모든 시계열에 %1 라벨이 있습니다.</translation>
    </message>
    <message>
        <source>A series may have the label %1; it is empty where it has not.</source>
        <translation>시계열에 %1 라벨이 있을 수 있습니다. 없으면 빈 값이 됩니다.</translation>
    </message>
    <message>
        <source>No series has the label %1: it is always empty here.</source>
        <translation>%1 라벨을 가진 시계열이 없습니다. 여기서는 항상 빈 값입니다.</translation>
    </message>
</context>
<context>
    <name>widgets::ConflictPanel</name>
    <message>
        <source>carry the edit</source>
        <translation>편집한 부분만 반영</translation>
    </message>
    <message>
        <source>copy the whole source file</source>
        <translation>소스 파일 전체를 복사</translation>
    </message>
    <message>
        <source>leave the copy as it is</source>
        <translation>사본을 그대로 두기</translation>
    </message>
    <message>
        <source>write it by hand</source>
        <translation>직접 작성</translation>
    </message>
    <message>
        <source>These lines are only in the copy and will be gone:</source>
        <translation>다음 줄은 사본에만 있으며 삭제됩니다.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>외 %n줄</numerusform>
        </translation>
    </message>
    <message>
        <source>open</source>
        <translation>미결정</translation>
    </message>
    <message>
        <source>the source&apos;s</source>
        <translation>소스 값</translation>
    </message>
    <message>
        <source>the copy&apos;s</source>
        <translation>사본 값</translation>
    </message>
    <message>
        <source>own text</source>
        <translation>직접 작성한 값</translation>
    </message>
    <message>
        <source>(not there)</source>
        <translation>(없음)</translation>
    </message>
    <message>
        <source>How this copy changes:</source>
        <translation>이 사본을 바꾸는 방법:</translation>
    </message>
    <message>
        <source>How this copy changes</source>
        <translation>이 사본을 바꾸는 방법</translation>
    </message>
    <message>
        <source>Places that differ on both sides</source>
        <translation>양쪽에서 다르게 바뀐 위치</translation>
    </message>
    <message>
        <source>Source before</source>
        <translation>소스(이전)</translation>
    </message>
    <message>
        <source>Source now</source>
        <translation>소스(현재)</translation>
    </message>
    <message>
        <source>GitOps copy</source>
        <translation>GitOps 사본</translation>
    </message>
    <message>
        <source>Take the source&apos;s</source>
        <translation>소스 값 사용</translation>
    </message>
    <message>
        <source>Keep the copy&apos;s</source>
        <translation>사본 값 유지</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>편집…</translation>
    </message>
    <message>
        <source>Text for the copy</source>
        <translation>사본에 쓸 텍스트</translation>
    </message>
    <message>
        <source>Use this text</source>
        <translation>이 텍스트 사용</translation>
    </message>
    <message>
        <source>The copy had all of the source in %1, which was saved to both.</source>
        <translation>사본은 양쪽에 함께 저장된 커밋 %1까지 소스의 내용을 모두 담고 있었습니다.</translation>
    </message>
    <message>
        <source>The copy had all of the source in %1.</source>
        <translation>사본은 커밋 %1까지 소스의 내용을 모두 담고 있었습니다.</translation>
    </message>
    <message>
        <source>The copy never had all of the source; each commit was looked for in it.</source>
        <translation>사본이 소스의 내용을 모두 담은 적은 없습니다. 커밋마다 사본에 반영되었는지 확인했습니다.</translation>
    </message>
    <message>
        <source>When the copy last had all of the source is not known.</source>
        <translation>사본이 소스의 내용을 마지막으로 모두 담은 시점을 알 수 없습니다.</translation>
    </message>
    <message numerus="yes">
        <source>Also carry what was committed to the source before and never reached the copy (%n commit(s))</source>
        <translation>
            <numerusform>이전에 소스에 커밋되었지만 사본에 반영되지 않은 변경도 반영(커밋 %n개)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>widgets::DeliveryBoard</name>
    <message>
        <source>Error</source>
        <translation>오류</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>경고</translation>
    </message>
    <message>
        <source>Hint</source>
        <translation>힌트</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>엔드포인트</translation>
    </message>
    <message>
        <source>Seen at %1</source>
        <translation>%1에서 확인</translation>
    </message>
    <message>
        <source>Read from the rendering: this would be deployed</source>
        <translation>렌더링에서 읽음: 이대로 배포되는 내용</translation>
    </message>
    <message>
        <source>Read from the manifests in GitOps</source>
        <translation>GitOps의 매니페스트에서 읽음</translation>
    </message>
    <message>
        <source>Read from the files in source</source>
        <translation>source의 파일에서 읽음</translation>
    </message>
    <message>
        <source>Looking for what would keep alerts from people…</source>
        <translation>alert 전달을 막는 것을 찾는 중…</translation>
    </message>
    <message>
        <source>Nothing was checked yet.</source>
        <translation>아직 확인하지 않았습니다.</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>지금 확인</translation>
    </message>
    <message>
        <source>Nothing was found that would keep a firing alert from people.</source>
        <translation>firing alert의 전달을 막는 것을 찾지 못했습니다.</translation>
    </message>
    <message>
        <source>Only files were read: no endpoint was asked.</source>
        <translation>파일만 읽었습니다. 엔드포인트에는 묻지 않았습니다.</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>다시 확인</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>발견한 것</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>위치</translation>
    </message>
    <message>
        <source>What would keep alerts from people</source>
        <translation>alert 전달을 막는 것</translation>
    </message>
    <message>
        <source>&amp;Fix…</source>
        <translation>고치기(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>열기(&amp;O)</translation>
    </message>
    <message>
        <source>No Alertmanager is &amp;intended here</source>
        <translation>Alertmanager가 없는 것이 의도임(&amp;I)</translation>
    </message>
</context>
<context>
    <name>widgets::DependencyTree</name>
    <message>
        <source>Metrics (%1)</source>
        <translation>메트릭(%1)</translation>
    </message>
    <message>
        <source>Recording rules (%1)</source>
        <translation>recording rule(%1)</translation>
    </message>
    <message>
        <source>Alerting rules (%1)</source>
        <translation>alerting rule(%1)</translation>
    </message>
    <message>
        <source>Fed by (%1)</source>
        <translation>읽는 대상(%1)</translation>
    </message>
    <message>
        <source>Feeds (%1)</source>
        <translation>읽는 쪽(%1)</translation>
    </message>
    <message>
        <source>has a problem</source>
        <translation>문제 있음</translation>
    </message>
    <message>
        <source>by regex</source>
        <translation>정규식</translation>
    </message>
    <message>
        <source>indeterminate</source>
        <translation>불확정</translation>
    </message>
    <message>
        <source>through ALERTS</source>
        <translation>ALERTS 경유</translation>
    </message>
    <message>
        <source>Scrape jobs (%1)</source>
        <translation>scrape job (%1)</translation>
    </message>
    <message>
        <source>Dashboards (%1)</source>
        <translation>대시보드 (%1)</translation>
    </message>
</context>
<context>
    <name>widgets::DependencyView</name>
    <message>
        <source>List</source>
        <translation>목록</translation>
    </message>
    <message>
        <source>Dependency list</source>
        <translation>의존성 목록</translation>
    </message>
    <message>
        <source>There are no rules yet, so there is nothing to draw.</source>
        <translation>아직 규칙이 없어서 그릴 것이 없습니다.</translation>
    </message>
    <message>
        <source>Open a folder with rule files: metrics, recording rules and alerting rules appear here with what feeds what.</source>
        <translation>규칙 파일이 있는 폴더를 여십시오. 메트릭, recording rule, alerting rule이 서로 무엇을 읽는지 여기에 나타납니다.</translation>
    </message>
    <message>
        <source>%1 nodes · %2 edges</source>
        <translation>노드 %1개 · 연결 %2개</translation>
    </message>
    <message>
        <source>%1 found</source>
        <translation>%1개 찾음</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Severity: %1</source>
        <translation>심각도: %1</translation>
    </message>
    <message>
        <source>%1 metrics</source>
        <translation>메트릭 %1개</translation>
    </message>
    <message>
        <source>%1 alerts · %2 recording rules · %3 metrics</source>
        <translation>alert %1개 · recording rule %2개 · 메트릭 %3개</translation>
    </message>
    <message>
        <source>Double click or press Enter to open it.</source>
        <translation>두 번 클릭하거나 Enter를 누르면 엽니다.</translation>
    </message>
    <message>
        <source>Findings %1</source>
        <translation>발견 %1</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>발견</translation>
    </message>
    <message>
        <source>Nothing passes the filters. Choose Filter → Show everything.</source>
        <translation>필터를 통과하는 항목이 없습니다. 필터 → 모두 표시를 선택하십시오.</translation>
    </message>
    <message>
        <source>Close the comparison</source>
        <translation>비교 닫기</translation>
    </message>
    <message>
        <source>%1 added · %2 removed · %3 rewired · %4 changed</source>
        <translation>추가 %1 · 삭제 %2 · 연결 변경 %3 · 변경 %4</translation>
    </message>
    <message>
        <source>Export the graph</source>
        <translation>그래프 내보내기</translation>
    </message>
    <message>
        <source>%1 of %2 nodes · %3 edges</source>
        <translation>노드 %2개 중 %1개 · 연결 %3개</translation>
    </message>
    <message>
        <source>Label %1: %2</source>
        <translation>라벨 %1: %2</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>외 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>missing at %1</source>
        <translation>%1에 없음</translation>
    </message>
    <message numerus="yes">
        <source>%n series</source>
        <translation>
            <numerusform>시계열 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>not loaded</source>
        <translation>로드되지 않음</translation>
    </message>
    <message>
        <source>inactive</source>
        <translation>inactive</translation>
    </message>
    <message>
        <source>pending %1×</source>
        <translation>pending %1개</translation>
    </message>
    <message>
        <source>pending</source>
        <translation>pending</translation>
    </message>
    <message>
        <source>firing %1×</source>
        <translation>firing %1개</translation>
    </message>
    <message>
        <source>firing</source>
        <translation>firing</translation>
    </message>
    <message>
        <source>Team: %1</source>
        <translation>팀: %1</translation>
    </message>
    <message>
        <source>%1 scrapes %2.</source>
        <translation>%1 → %2: 스크레이프합니다.</translation>
    </message>
    <message>
        <source>%1 reads %2 by its name.</source>
        <translation>%1 ← %2: 이름으로 읽습니다.</translation>
    </message>
    <message>
        <source>%1 reads %2 by a pattern.</source>
        <translation>%1 ← %2: 패턴으로 읽습니다.</translation>
    </message>
    <message>
        <source>%1 may read %2: the selector names no metric.</source>
        <translation>%1 ← %2: 읽을 수도 있습니다. 셀렉터에 메트릭 이름이 없습니다.</translation>
    </message>
    <message>
        <source>%1 reads the state of %2 through ALERTS.</source>
        <translation>%1 ← %2: ALERTS로 상태를 읽습니다.</translation>
    </message>
    <message>
        <source>An earlier rule of the same group: the value is of the same evaluation.</source>
        <translation>같은 그룹의 앞선 규칙입니다. 같은 평가의 값을 읽습니다.</translation>
    </message>
    <message>
        <source>A later rule of the same group: the value is %1 old.</source>
        <translation>같은 그룹의 뒤에 있는 규칙입니다. %1 전의 값을 읽습니다.</translation>
    </message>
    <message>
        <source>Another group: the value is up to %1 old.</source>
        <translation>다른 그룹입니다. 최대 %1 전의 값을 읽습니다.</translation>
    </message>
    <message>
        <source>%1 of %2 changed</source>
        <translation>%2개 중 %1개 변경</translation>
    </message>
    <message>
        <source>%1 firing</source>
        <translation>firing %1개</translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s)</source>
        <translation>
            <numerusform>alert %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n recording rule(s)</source>
        <translation>
            <numerusform>recording rule %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dashboard(s)</source>
        <translation>
            <numerusform>대시보드 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing reads it.</source>
        <translation>읽는 곳이 없습니다.</translation>
    </message>
    <message>
        <source>Read by %1</source>
        <translation>읽는 곳: %1</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>변경 없음</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>변경</translation>
    </message>
    <message>
        <source>rewired</source>
        <translation>연결 변경</translation>
    </message>
    <message>
        <source>added</source>
        <translation>추가</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>SVG picture (*.svg)</source>
        <translation>SVG 그림 (*.svg)</translation>
    </message>
    <message>
        <source>PNG picture (*.png)</source>
        <translation>PNG 그림 (*.png)</translation>
    </message>
    <message>
        <source>PDF page (*.pdf)</source>
        <translation>PDF 문서 (*.pdf)</translation>
    </message>
    <message>
        <source>Graphviz DOT (*.dot)</source>
        <translation>Graphviz DOT (*.dot)</translation>
    </message>
    <message>
        <source>Mermaid diagram (*.mmd)</source>
        <translation>Mermaid 다이어그램 (*.mmd)</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>%1 files that read each other</source>
        <translation>서로 참조하는 파일 %1개</translation>
    </message>
    <message>
        <source>%1 files</source>
        <translation>파일 %1개</translation>
    </message>
    <message>
        <source>Before:</source>
        <translation>변경 전:</translation>
    </message>
    <message>
        <source>After:</source>
        <translation>변경 후:</translation>
    </message>
    <message>
        <source>Too much to draw one by one: folded.</source>
        <translation>항목이 너무 많아 접어서 표시합니다.</translation>
    </message>
    <message>
        <source>The graph is being drawn.</source>
        <translation>그래프를 그리고 있습니다.</translation>
    </message>
    <message>
        <source>With many rules this takes some seconds.</source>
        <translation>규칙이 많으면 몇 초 걸립니다.</translation>
    </message>
    <message>
        <source>&amp;Unfold</source>
        <translation>펼치기(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Copy the name</source>
        <translation>이름 복사(&amp;C)</translation>
    </message>
    <message>
        <source>Fo&amp;ld again what it was in</source>
        <translation>들어 있던 묶음 다시 접기(&amp;L)</translation>
    </message>
    <message>
        <source>Fold e&amp;verything again</source>
        <translation>모두 다시 접기(&amp;V)</translation>
    </message>
</context>
<context>
    <name>widgets::DialectButton</name>
    <message>
        <source>As the workspace file or the endpoint says</source>
        <translation>작업 공간 파일이나 엔드포인트를 따름</translation>
    </message>
    <message>
        <source>Prometheus %1</source>
        <translation>Prometheus %1</translation>
    </message>
    <message>
        <source>PromQL %1</source>
        <translation>PromQL %1</translation>
    </message>
    <message>
        <source>Rules are read as Prometheus %1 does, the newest that is known: no endpoint says otherwise.</source>
        <translation>규칙을 Prometheus %1 버전의 방식으로 읽습니다. 다르게 알려 준 엔드포인트가 없어 알려진 최신 버전을 씁니다.</translation>
    </message>
    <message>
        <source>Rules are read as Prometheus %1 does: that is what %2 speaks.</source>
        <translation>규칙을 Prometheus %1 버전의 방식으로 읽습니다. 엔드포인트의 버전입니다: %2.</translation>
    </message>
    <message>
        <source>Rules are read as Prometheus %1 does: the workspace file says so.</source>
        <translation>규칙을 Prometheus %1 버전의 방식으로 읽습니다. 작업 공간 파일이 정한 버전입니다.</translation>
    </message>
    <message>
        <source>Rules are read as Prometheus %1 does: you chose it for this workspace.</source>
        <translation>규칙을 Prometheus %1 버전의 방식으로 읽습니다. 이 작업 공간에 직접 선택한 버전입니다.</translation>
    </message>
    <message>
        <source>Features: %1</source>
        <translation>기능: %1</translation>
    </message>
    <message>
        <source>Dialect of the rules: %1</source>
        <translation>규칙의 방언: %1</translation>
    </message>
</context>
<context>
    <name>widgets::DiffView</name>
    <message numerus="yes">
        <source>⋯ %n equal line(s)</source>
        <translation>
            <numerusform>⋯ 같은 줄 %n개</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>widgets::DockTitle</name>
    <message>
        <source>Take this panel out of the window, or put it back</source>
        <translation>이 패널을 창 밖으로 꺼내거나 다시 넣습니다</translation>
    </message>
    <message>
        <source>Close this panel</source>
        <translation>이 패널을 닫습니다</translation>
    </message>
</context>
<context>
    <name>widgets::DocumentView</name>
    <message>
        <source>%1 was changed by another program, and you have unsaved changes here.</source>
        <translation>다른 프로그램이 파일을 바꾸었고, 여기에 저장하지 않은 변경이 있습니다: %1.</translation>
    </message>
    <message>
        <source>Reload</source>
        <translation>다시 읽기</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>내 것 유지</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>%1 is read-only on disk: it is shown, and cannot be changed here.</source>
        <translation>디스크에서 읽기 전용인 파일입니다: %1. 볼 수는 있지만 여기서 바꿀 수 없습니다.</translation>
    </message>
    <message>
        <source>%1 comes from an anchor that other rules may use too. Change it for this rule only, or at the anchor?</source>
        <translation>다른 규칙도 쓸 수 있는 앵커에서 온 값입니다: %1. 이 규칙에서만 바꾸시겠습니까, 앵커에서 바꾸시겠습니까?</translation>
    </message>
    <message>
        <source>This rule only</source>
        <translation>이 규칙만</translation>
    </message>
    <message>
        <source>At the anchor</source>
        <translation>앵커에서</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 외 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>All of them</source>
        <translation>모두 변경</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>그대로 두기</translation>
    </message>
    <message>
        <source>%1 stands at an anchor that others refer to. Change it for this rule only, or also for %2?</source>
        <translation>다른 규칙이 참조하는 앵커에 있는 값입니다: %1. 이 규칙에서만 바꾸시겠습니까, 다음 규칙에서도 바꾸시겠습니까? %2</translation>
    </message>
    <message>
        <source>%1 stands at an anchor that others refer to, and cannot change for this rule alone. Change it also for %2?</source>
        <translation>다른 규칙이 참조하는 앵커에 있는 값이라 이 규칙에서만 바꿀 수 없습니다: %1. 다음 규칙에서도 바꾸시겠습니까? %2</translation>
    </message>
    <message>
        <source>Through an anchor, these were changed too: %1.</source>
        <translation>앵커를 통해 다음도 함께 바뀌었습니다: %1.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
</context>
<context>
    <name>widgets::DriftPage</name>
    <message>
        <source>absent</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>not registered</source>
        <translation>등록되지 않음</translation>
    </message>
    <message numerus="yes">
        <source>Show %n expected difference(s)</source>
        <translation>
            <numerusform>예상된 차이 %n개 보기</numerusform>
        </translation>
    </message>
    <message>
        <source>Comparing source, GitOps and endpoint…</source>
        <translation>source, GitOps, 엔드포인트를 비교하는 중…</translation>
    </message>
    <message>
        <source>Nothing was compared yet.</source>
        <translation>아직 비교하지 않았습니다.</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>지금 확인</translation>
    </message>
    <message>
        <source>Source and GitOps say the same.</source>
        <translation>source와 GitOps의 내용이 같습니다.</translation>
    </message>
    <message>
        <source>No endpoint was asked.</source>
        <translation>엔드포인트에는 묻지 않았습니다.</translation>
    </message>
    <message>
        <source>What %1 has loaded is the same too.</source>
        <translation>로드된 내용도 같습니다: %1</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>다시 확인</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>source</translation>
    </message>
    <message>
        <source>GitOps</source>
        <translation>GitOps</translation>
    </message>
    <message>
        <source>&amp;Register</source>
        <translation>등록(&amp;R)</translation>
    </message>
    <message>
        <source>Remo&amp;ve the entry</source>
        <translation>항목 제거(&amp;V)</translation>
    </message>
    <message>
        <source>Take %1 from source</source>
        <translation>source에서 가져오기: %1</translation>
    </message>
    <message>
        <source>Take %1 from GitOps</source>
        <translation>GitOps에서 가져오기: %1</translation>
    </message>
    <message>
        <source>Register %1</source>
        <translation>등록: %1</translation>
    </message>
    <message>
        <source>Mend %1</source>
        <translation>수정: %1</translation>
    </message>
    <message>
        <source>Retire the copy %1</source>
        <translation>사본 정리: %1</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>차이</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>엔드포인트</translation>
    </message>
    <message>
        <source>Differences between source, GitOps and endpoint</source>
        <translation>source, GitOps, 엔드포인트의 차이</translation>
    </message>
    <message>
        <source>The selected difference</source>
        <translation>선택한 차이</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>확인하는 중…</translation>
    </message>
    <message>
        <source>&amp;Check now</source>
        <translation>지금 확인(&amp;C)</translation>
    </message>
    <message>
        <source>← Take &amp;GitOps</source>
        <translation>← GitOps 가져오기(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>열기(&amp;O)</translation>
    </message>
    <message>
        <source>Retire this cop&amp;y…</source>
        <translation>이 사본 정리(&amp;Y)…</translation>
    </message>
    <message>
        <source>Carries over what only the copy has, and removes it with its registration.</source>
        <translation>사본에만 있는 것을 옮기고, 사본과 등록을 함께 삭제합니다.</translation>
    </message>
    <message numerus="yes">
        <source>%n difference(s)</source>
        <translation>
            <numerusform>차이 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>checked at %1</source>
        <translation>확인 시각: %1</translation>
    </message>
    <message>
        <source>&amp;Take source →</source>
        <translation>source 가져오기 →(&amp;T)</translation>
    </message>
</context>
<context>
    <name>widgets::EndpointDialog</name>
    <message>
        <source>Endpoint</source>
        <translation>엔드포인트</translation>
    </message>
    <message>
        <source>Parts of the endpoint</source>
        <translation>엔드포인트의 항목</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>연결</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>이름(&amp;N)</translation>
    </message>
    <message>
        <source>Name of the endpoint</source>
        <translation>엔드포인트 이름</translation>
    </message>
    <message>
        <source>prod</source>
        <translation>prod</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>주소(&amp;A)</translation>
    </message>
    <message>
        <source>Address of the server</source>
        <translation>서버 주소</translation>
    </message>
    <message>
        <source>http://127.0.0.1:9090</source>
        <translation>http://127.0.0.1:9090</translation>
    </message>
    <message>
        <source>&amp;Sign in</source>
        <translation>로그인(&amp;S)</translation>
    </message>
    <message>
        <source>How to sign in</source>
        <translation>로그인 방법</translation>
    </message>
    <message>
        <source>Without credentials</source>
        <translation>자격 증명 없음</translation>
    </message>
    <message>
        <source>With user name and password</source>
        <translation>사용자 이름과 비밀번호</translation>
    </message>
    <message>
        <source>With a bearer token</source>
        <translation>bearer 토큰</translation>
    </message>
    <message>
        <source>&amp;User name</source>
        <translation>사용자 이름(&amp;U)</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>사용자 이름</translation>
    </message>
    <message>
        <source>Secret &amp;from</source>
        <translation>비밀 값 위치(&amp;F)</translation>
    </message>
    <message>
        <source>Where the password or token is</source>
        <translation>비밀번호나 토큰이 있는 곳</translation>
    </message>
    <message>
        <source>A file</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>An environment variable</source>
        <translation>환경 변수</translation>
    </message>
    <message>
        <source>The desktop keychain</source>
        <translation>데스크톱 키체인</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>파일(&amp;F)</translation>
    </message>
    <message>
        <source>File that holds the password or token</source>
        <translation>비밀번호나 토큰이 든 파일</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>찾아보기…</translation>
    </message>
    <message>
        <source>Browse for the file that holds the password or token</source>
        <translation>비밀번호나 토큰이 든 파일 찾아보기</translation>
    </message>
    <message>
        <source>&amp;Variable</source>
        <translation>변수(&amp;V)</translation>
    </message>
    <message>
        <source>Environment variable that holds the password or token</source>
        <translation>비밀번호나 토큰이 든 환경 변수</translation>
    </message>
    <message>
        <source>PROMETHEUS_PASSWORD</source>
        <translation>PROMETHEUS_PASSWORD</translation>
    </message>
    <message>
        <source>&amp;Password or token</source>
        <translation>비밀번호 또는 토큰(&amp;P)</translation>
    </message>
    <message>
        <source>Password or token for the keychain</source>
        <translation>키체인에 넣을 비밀번호 또는 토큰</translation>
    </message>
    <message>
        <source>CA &amp;file</source>
        <translation>CA 파일(&amp;F)</translation>
    </message>
    <message>
        <source>File with the certificate authority</source>
        <translation>인증 기관 파일</translation>
    </message>
    <message>
        <source>Browse for the certificate authority</source>
        <translation>인증 기관 파일 찾아보기</translation>
    </message>
    <message>
        <source>Client &amp;certificate</source>
        <translation>클라이언트 인증서(&amp;C)</translation>
    </message>
    <message>
        <source>File with the client certificate</source>
        <translation>클라이언트 인증서 파일</translation>
    </message>
    <message>
        <source>Browse for the client certificate</source>
        <translation>클라이언트 인증서 찾아보기</translation>
    </message>
    <message>
        <source>Client &amp;key</source>
        <translation>클라이언트 키(&amp;K)</translation>
    </message>
    <message>
        <source>File with the key of the client certificate</source>
        <translation>클라이언트 인증서의 키 파일</translation>
    </message>
    <message>
        <source>Browse for the key</source>
        <translation>키 찾아보기</translation>
    </message>
    <message>
        <source>Accept &amp;any certificate</source>
        <translation>모든 인증서 허용(&amp;A)</translation>
    </message>
    <message>
        <source>Anybody in between can read and change what the server says.</source>
        <translation>중간에 있는 누구나 서버의 응답을 읽고 바꿀 수 있습니다.</translation>
    </message>
    <message>
        <source>Accept any certificate</source>
        <translation>모든 인증서 허용</translation>
    </message>
    <message>
        <source>&amp;Headers</source>
        <translation>헤더(&amp;H)</translation>
    </message>
    <message>
        <source>Request headers, one a line</source>
        <translation>요청 헤더, 한 줄에 하나</translation>
    </message>
    <message>
        <source>X-Scope-OrgID: team</source>
        <translation>X-Scope-OrgID: team</translation>
    </message>
    <message>
        <source>&amp;Timeout</source>
        <translation>제한 시간(&amp;T)</translation>
    </message>
    <message>
        <source>Longest time to wait for an answer</source>
        <translation>응답을 기다리는 최대 시간</translation>
    </message>
    <message>
        <source>30s</source>
        <translation>30s</translation>
    </message>
    <message>
        <source>&amp;Test</source>
        <translation>테스트(&amp;T)</translation>
    </message>
    <message>
        <source>Test the endpoint</source>
        <translation>엔드포인트 테스트</translation>
    </message>
    <message>
        <source>Result of the test</source>
        <translation>테스트 결과</translation>
    </message>
    <message>
        <source>Password or token file</source>
        <translation>비밀번호 또는 토큰 파일</translation>
    </message>
    <message>
        <source>Certificate authority</source>
        <translation>인증 기관</translation>
    </message>
    <message>
        <source>Client certificate</source>
        <translation>클라이언트 인증서</translation>
    </message>
    <message>
        <source>Key of the client certificate</source>
        <translation>클라이언트 인증서의 키</translation>
    </message>
    <message>
        <source>&amp;Token</source>
        <translation>토큰(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>비밀번호(&amp;P)</translation>
    </message>
    <message>
        <source>In the keychain; leave empty to keep it</source>
        <translation>키체인에 있습니다. 그대로 두려면 비워 두십시오</translation>
    </message>
    <message>
        <source>The endpoint has no name. Give it one like prod.</source>
        <translation>엔드포인트에 이름이 없습니다. prod처럼 이름을 정하십시오.</translation>
    </message>
    <message>
        <source>There is another endpoint named %1. Choose a different name.</source>
        <translation>같은 이름의 엔드포인트가 있습니다: %1. 다른 이름을 쓰십시오.</translation>
    </message>
    <message>
        <source>The user name is missing.</source>
        <translation>사용자 이름이 없습니다.</translation>
    </message>
    <message>
        <source>Enter the password or token that the keychain is to hold.</source>
        <translation>키체인에 넣을 비밀번호나 토큰을 입력하십시오.</translation>
    </message>
    <message>
        <source>Name the file or environment variable that holds the password or token.</source>
        <translation>비밀번호나 토큰이 든 파일 또는 환경 변수를 지정하십시오.</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>요청하는 중: %1…</translation>
    </message>
    <message>
        <source>A server compatible with Prometheus %1 answers in %2 ms.</source>
        <translation>Prometheus %1 호환 서버가 %2 ms 만에 응답했습니다.</translation>
    </message>
    <message>
        <source>%1 %2 answers in %3 ms.</source>
        <translation>%1 %2 서버가 %3 ms 만에 응답했습니다.</translation>
    </message>
    <message>
        <source>A server compatible with Prometheus answers in %1 ms.</source>
        <translation>Prometheus 호환 서버가 %1 ms 만에 응답했습니다.</translation>
    </message>
    <message>
        <source>TLS, headers and proxy</source>
        <translation>TLS, 헤더, 프록시</translation>
    </message>
    <message>
        <source>Certificate &amp;name</source>
        <translation>인증서 이름(&amp;N)</translation>
    </message>
    <message>
        <source>The name that the server&apos;s certificate must bear</source>
        <translation>서버 인증서에 있어야 하는 이름</translation>
    </message>
    <message>
        <source>The host of the URL</source>
        <translation>URL의 호스트</translation>
    </message>
    <message>
        <source>&amp;Parameters</source>
        <translation>매개변수(&amp;P)</translation>
    </message>
    <message>
        <source>Parameters of every request, one a line</source>
        <translation>모든 요청의 매개변수, 한 줄에 하나씩</translation>
    </message>
    <message>
        <source>dedup=true</source>
        <translation>dedup=true</translation>
    </message>
    <message>
        <source>Pro&amp;xy</source>
        <translation>프록시(&amp;X)</translation>
    </message>
    <message>
        <source>The proxy to the endpoint</source>
        <translation>엔드포인트로 가는 프록시</translation>
    </message>
    <message>
        <source>http://proxy:3128, else the desktop&apos;s</source>
        <translation>http://proxy:3128, 비우면 데스크톱의 프록시</translation>
    </message>
    <message>
        <source>&amp;Via</source>
        <translation>경유 명령(&amp;V)</translation>
    </message>
    <message>
        <source>The command that opens the way to the address</source>
        <translation>주소로 가는 길을 여는 명령</translation>
    </message>
    <message>
        <source>kubectl port-forward svc/prometheus 9090</source>
        <translation>kubectl port-forward svc/prometheus 9090</translation>
    </message>
</context>
<context>
    <name>widgets::EndpointPicker</name>
    <message>
        <source>not contacted yet</source>
        <translation>아직 연결하지 않음</translation>
    </message>
    <message>
        <source>No endpoint</source>
        <translation>엔드포인트 없음</translation>
    </message>
    <message>
        <source>Add a Prometheus-compatible endpoint to preview expressions.</source>
        <translation>표현식을 미리 보려면 Prometheus 호환 엔드포인트를 추가하십시오.</translation>
    </message>
    <message>
        <source>%1  ● %2 ms</source>
        <translation>%1  ● %2 ms</translation>
    </message>
    <message>
        <source>Endpoint: %1</source>
        <translation>엔드포인트: %1</translation>
    </message>
    <message>
        <source>Add endpoint…</source>
        <translation>엔드포인트 추가…</translation>
    </message>
    <message>
        <source>Waiting for its command to make it reachable.</source>
        <translation>명령이 연결을 준비하기를 기다리고 있습니다.</translation>
    </message>
    <message>
        <source>Its command ended and is started again: %1</source>
        <translation>명령이 끝나 다시 시작합니다: %1</translation>
    </message>
    <message>
        <source>It said nothing.</source>
        <translation>출력한 내용이 없습니다.</translation>
    </message>
    <message>
        <source>A server that does not name itself, version %1</source>
        <translation>이름을 알리지 않는 서버, 버전 %1</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>External labels: %1</source>
        <translation>External labels: %1</translation>
    </message>
    <message>
        <source>Features: %1</source>
        <translation>기능 플래그: %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n rule(s) of this workspace are loaded here</source>
        <translation>
            <numerusform>이 작업 공간의 규칙 %n개 중 %1개가 여기에 로드되어 있습니다</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n rule(s) loaded</source>
        <translation>
            <numerusform>규칙 %n개 중 %1개 로드됨</numerusform>
        </translation>
    </message>
    <message>
        <source>A server that does not name itself</source>
        <translation>이름을 밝히지 않는 서버</translation>
    </message>
</context>
<context>
    <name>widgets::ExplainTree</name>
    <message>
        <source>error</source>
        <translation>오류</translation>
    </message>
    <message numerus="yes">
        <source>%n series</source>
        <translation>
            <numerusform>시계열 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>▸ turns empty</source>
        <translation>▸ 여기서 비게 됨</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Labels: %1</source>
        <translation>라벨: %1</translation>
    </message>
    <message>
        <source>native histogram</source>
        <translation>native histogram</translation>
    </message>
    <message numerus="yes">
        <source>%n sample(s)</source>
        <translation>
            <numerusform>샘플 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Expression</source>
        <translation>표현식</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>지금</translation>
    </message>
    <message>
        <source>Explain what the expression returns now</source>
        <translation>표현식이 지금 무엇을 반환하는지 설명합니다</translation>
    </message>
    <message>
        <source>The time at which the expression is explained</source>
        <translation>표현식을 설명할 시각</translation>
    </message>
    <message>
        <source>The expression as a tree, each part with its type and what it returns</source>
        <translation>표현식의 트리. 각 부분의 타입과 반환값을 보여 줍니다</translation>
    </message>
    <message>
        <source>What the selected part returns, and why it returns nothing</source>
        <translation>선택한 부분이 반환하는 것과, 아무것도 반환하지 않는 이유</translation>
    </message>
    <message>
        <source>Notes on what is explained</source>
        <translation>설명에 대한 참고</translation>
    </message>
</context>
<context>
    <name>widgets::FollowView</name>
    <message>
        <source>yes</source>
        <translation>예</translation>
    </message>
    <message>
        <source>open</source>
        <translation>대기</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>Saved change</source>
        <translation>저장한 변경</translation>
    </message>
    <message>
        <source>Pushed</source>
        <translation>push</translation>
    </message>
    <message>
        <source>Merged</source>
        <translation>병합</translation>
    </message>
    <message>
        <source>Loaded</source>
        <translation>로드</translation>
    </message>
    <message>
        <source>Loaded at %1</source>
        <translation>로드(%1)</translation>
    </message>
    <message>
        <source>Evaluated</source>
        <translation>평가</translation>
    </message>
    <message>
        <source>Returns series</source>
        <translation>시계열 반환</translation>
    </message>
    <message>
        <source>How far saved changes are live</source>
        <translation>저장한 변경의 반영 단계</translation>
    </message>
    <message>
        <source>Nothing was looked at yet.</source>
        <translation>아직 확인하지 않았습니다.</translation>
    </message>
    <message>
        <source>Saves to both repositories are followed here until their rules are live.</source>
        <translation>두 저장소에 저장한 변경을 규칙이 반영될 때까지 여기에서 추적합니다.</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>지금 확인</translation>
    </message>
    <message>
        <source>There is no save of the last 30 days to follow.</source>
        <translation>최근 30일 안에 추적할 저장이 없습니다.</translation>
    </message>
    <message>
        <source>Save to both repositories: each save is followed here until its rules are live.</source>
        <translation>두 저장소에 저장하면 규칙이 반영될 때까지 여기에서 추적합니다.</translation>
    </message>
    <message>
        <source>There is nothing left to wait for.</source>
        <translation>더 기다릴 것이 없습니다.</translation>
    </message>
    <message>
        <source>All of it is live: the endpoint evaluates the rules as they were saved, and they return series.</source>
        <translation>모두 반영되었습니다. 엔드포인트가 저장한 규칙을 그대로 평가하고, 시계열도 반환됩니다.</translation>
    </message>
</context>
<context>
    <name>widgets::GraphBar</name>
    <message>
        <source>Find a rule, metric or label</source>
        <translation>규칙, 메트릭, 라벨 찾기</translation>
    </message>
    <message>
        <source>Find a rule, metric or label in the graph</source>
        <translation>그래프에서 규칙, 메트릭, 라벨 찾기</translation>
    </message>
    <message>
        <source>Enter goes to the next match, Shift+Enter to the one before.</source>
        <translation>Enter는 다음 결과로, Shift+Enter는 이전 결과로 이동합니다.</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>축소</translation>
    </message>
    <message>
        <source>Zoom out (Ctrl+−)</source>
        <translation>축소 (Ctrl+−)</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>확대</translation>
    </message>
    <message>
        <source>Zoom in (Ctrl++)</source>
        <translation>확대 (Ctrl++)</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>맞춤</translation>
    </message>
    <message>
        <source>Fit the graph into the view</source>
        <translation>그래프를 화면에 맞춤</translation>
    </message>
    <message>
        <source>Show the whole graph (Ctrl+0)</source>
        <translation>그래프 전체 표시 (Ctrl+0)</translation>
    </message>
    <message>
        <source>View</source>
        <translation>보기</translation>
    </message>
    <message>
        <source>What the graph shows</source>
        <translation>그래프에 표시할 내용</translation>
    </message>
    <message>
        <source>Folding, scrape jobs, dashboards, legend and list</source>
        <translation>접기, scrape job, 대시보드, 범례와 목록</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>비교…</translation>
    </message>
    <message>
        <source>Compare two versions of the rules</source>
        <translation>규칙의 두 버전 비교</translation>
    </message>
    <message>
        <source>Show what changed between two versions of the rules in one picture</source>
        <translation>두 버전 사이에 바뀐 내용을 한 그림에 표시합니다</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Export the graph</source>
        <translation>그래프 내보내기</translation>
    </message>
    <message>
        <source>Write the graph that is shown to a file</source>
        <translation>표시된 그래프를 파일로 저장합니다</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>범례</translation>
    </message>
    <message>
        <source>List and findings</source>
        <translation>목록과 발견</translation>
    </message>
    <message>
        <source>SVG picture…</source>
        <translation>SVG 그림…</translation>
    </message>
    <message>
        <source>PNG picture…</source>
        <translation>PNG 그림…</translation>
    </message>
    <message>
        <source>PDF page…</source>
        <translation>PDF 문서…</translation>
    </message>
    <message>
        <source>Graphviz DOT…</source>
        <translation>Graphviz DOT…</translation>
    </message>
    <message>
        <source>Mermaid diagram…</source>
        <translation>Mermaid 다이어그램…</translation>
    </message>
    <message>
        <source>JSON…</source>
        <translation>JSON…</translation>
    </message>
    <message>
        <source>without</source>
        <translation>없음</translation>
    </message>
    <message numerus="yes">
        <source>%n more: use the search</source>
        <translation>
            <numerusform>%n개 더 있음: 검색을 사용하십시오</numerusform>
        </translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>심각도</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>팀</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>그룹</translation>
    </message>
    <message>
        <source>Only what has problems</source>
        <translation>문제가 있는 것만</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>모두 표시</translation>
    </message>
    <message>
        <source>Fold when large</source>
        <translation>클 때 접기</translation>
    </message>
    <message>
        <source>No folding</source>
        <translation>접지 않기</translation>
    </message>
    <message>
        <source>Fold groups</source>
        <translation>그룹별로 접기</translation>
    </message>
    <message>
        <source>Fold files</source>
        <translation>파일별로 접기</translation>
    </message>
    <message>
        <source>Scrape jobs</source>
        <translation>scrape job</translation>
    </message>
    <message>
        <source>Dashboards</source>
        <translation>대시보드</translation>
    </message>
    <message>
        <source>Focus: %1  ×</source>
        <translation>집중: %1  ×</translation>
    </message>
    <message>
        <source>Focus</source>
        <translation>집중</translation>
    </message>
    <message>
        <source>The graph shows %1 and its neighbours. Show everything again.</source>
        <translation>그래프에 %1 주변만 표시되어 있습니다. 다시 모두 표시합니다.</translation>
    </message>
    <message>
        <source>Focus on the selected node</source>
        <translation>선택한 노드에 집중</translation>
    </message>
    <message>
        <source>Show everything again</source>
        <translation>다시 모두 표시</translation>
    </message>
    <message>
        <source>Show only the selected node with what feeds it and what reads it</source>
        <translation>선택한 노드와 그 노드가 읽는 것, 그 노드를 읽는 것만 표시합니다</translation>
    </message>
    <message>
        <source>both ways</source>
        <translation>양방향</translation>
    </message>
    <message>
        <source>what feeds it</source>
        <translation>읽는 것</translation>
    </message>
    <message>
        <source>what reads it</source>
        <translation>읽는 곳</translation>
    </message>
    <message>
        <source>Direction of the focus: %1</source>
        <translation>집중 방향: %1</translation>
    </message>
    <message>
        <source>any distance</source>
        <translation>거리 제한 없음</translation>
    </message>
    <message numerus="yes">
        <source>%n hop(s)</source>
        <translation>
            <numerusform>%n단계</numerusform>
        </translation>
    </message>
    <message>
        <source>Reach of the focus: %1</source>
        <translation>집중 범위: %1</translation>
    </message>
    <message>
        <source>Filter: %1</source>
        <translation>필터: %1</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>필터</translation>
    </message>
    <message numerus="yes">
        <source>%n filter(s) of the graph</source>
        <translation>
            <numerusform>그래프 필터 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Filter the graph</source>
        <translation>그래프 필터</translation>
    </message>
    <message>
        <source>Show rules by severity, team, file, group or problems, with everything that feeds them</source>
        <translation>심각도, 팀, 파일, 그룹, 문제로 규칙을 골라 그 규칙이 읽는 것과 함께 표시합니다</translation>
    </message>
    <message>
        <source>Show the findings</source>
        <translation>발견 표시</translation>
    </message>
    <message>
        <source>Show what the graph tells about the rules</source>
        <translation>그래프가 규칙에 대해 알려 주는 내용을 표시합니다</translation>
    </message>
    <message>
        <source>Fold metrics by prefix</source>
        <translation>메트릭을 접두사별로 접기</translation>
    </message>
    <message>
        <source>Overview of files</source>
        <translation>파일 전체 보기</translation>
    </message>
</context>
<context>
    <name>widgets::GraphFindingsPanel</name>
    <message>
        <source>Findings of the dependency graph</source>
        <translation>의존성 그래프에서 발견한 내용</translation>
    </message>
    <message>
        <source>Computed several times (%1)</source>
        <translation>여러 번 계산됨 (%1)</translation>
    </message>
    <message>
        <source>These expressions stand in several rules. A recording rule would compute each of them once.</source>
        <translation>여러 규칙에 있는 표현식입니다. recording rule로 만들면 한 번만 계산합니다.</translation>
    </message>
    <message>
        <source>%1×  %2</source>
        <translation>%1×  %2</translation>
    </message>
    <message>
        <source>Already recorded as %1: read that.</source>
        <translation>이미 기록되고 있습니다: %1. 그 시계열을 읽으십시오.</translation>
    </message>
    <message>
        <source>Already recorded: read that.</source>
        <translation>이미 기록되고 있습니다. 그 시계열을 읽으십시오.</translation>
    </message>
    <message numerus="yes">
        <source>Longest chain: %n step(s)</source>
        <translation>
            <numerusform>가장 긴 사슬: %n단계</numerusform>
        </translation>
    </message>
    <message>
        <source>up to %1 old</source>
        <translation>최대 %1 전의 값</translation>
    </message>
    <message>
        <source>Each step in another group adds the time until that group is evaluated again.</source>
        <translation>다른 그룹을 거칠 때마다 그 그룹이 다시 평가될 때까지의 시간이 더해집니다.</translation>
    </message>
    <message>
        <source>Circles (%1)</source>
        <translation>순환 (%1)</translation>
    </message>
    <message>
        <source>These rules read each other: each evaluation works with values of the one before.</source>
        <translation>서로를 읽는 규칙입니다. 매번 이전 평가의 값을 사용합니다.</translation>
    </message>
    <message>
        <source>Recorded by nobody (%1)</source>
        <translation>기록하는 규칙 없음 (%1)</translation>
    </message>
    <message>
        <source>These names look like recording rules; no rule here defines them and the endpoint does not have them.</source>
        <translation>recording rule 형식의 이름이지만 정의하는 규칙이 없고 엔드포인트에도 없습니다.</translation>
    </message>
    <message>
        <source>These names look like recording rules and no rule here defines them. No endpoint was asked whether it has them.</source>
        <translation>recording rule 형식의 이름이지만 정의하는 규칙이 없습니다. 엔드포인트에 있는지는 확인하지 않았습니다.</translation>
    </message>
    <message>
        <source>Read by nobody (%1)</source>
        <translation>읽는 곳 없음 (%1)</translation>
    </message>
    <message>
        <source>Nothing in this workspace reads these recording rules. Dashboards elsewhere may.</source>
        <translation>이 작업 공간에서 읽는 곳이 없는 recording rule입니다. 다른 곳의 대시보드가 읽을 수는 있습니다.</translation>
    </message>
    <message>
        <source>perhaps by a selector without a name</source>
        <translation>이름 없는 셀렉터가 읽을 수 있음</translation>
    </message>
    <message>
        <source>Nothing stands out.</source>
        <translation>눈에 띄는 것이 없습니다.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>외 %n개</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>widgets::GraphLegend</name>
    <message>
        <source>metric</source>
        <translation>메트릭</translation>
    </message>
    <message>
        <source>recording rule</source>
        <translation>recording rule</translation>
    </message>
    <message>
        <source>alert, critical</source>
        <translation>alert, critical</translation>
    </message>
    <message>
        <source>alert, warning</source>
        <translation>alert, warning</translation>
    </message>
    <message>
        <source>exact</source>
        <translation>정확</translation>
    </message>
    <message>
        <source>by regex</source>
        <translation>정규식</translation>
    </message>
    <message>
        <source>indeterminate</source>
        <translation>불확정</translation>
    </message>
    <message>
        <source>through ALERTS</source>
        <translation>ALERTS 경유</translation>
    </message>
    <message>
        <source>Shows edges of selectors that name the series.</source>
        <translation>이름을 지정한 셀렉터의 연결을 보여 줍니다.</translation>
    </message>
    <message>
        <source>Shows edges of selectors that match the name by a pattern.</source>
        <translation>이름을 패턴으로 지정한 셀렉터의 연결을 보여 줍니다.</translation>
    </message>
    <message>
        <source>Shows edges of selectors without a name, which may read any recording rule.</source>
        <translation>이름이 없어 어떤 recording rule이든 읽을 수 있는 셀렉터의 연결을 보여 줍니다.</translation>
    </message>
    <message>
        <source>Shows edges of rules that read ALERTS or ALERTS_FOR_STATE.</source>
        <translation>ALERTS나 ALERTS_FOR_STATE를 읽는 규칙의 연결을 보여 줍니다.</translation>
    </message>
    <message>
        <source>Close the legend</source>
        <translation>범례 닫기</translation>
    </message>
    <message>
        <source>scrape job</source>
        <translation>scrape job</translation>
    </message>
    <message>
        <source>dashboard</source>
        <translation>대시보드</translation>
    </message>
</context>
<context>
    <name>widgets::GraphView</name>
    <message>
        <source>Dependency graph</source>
        <translation>의존성 그래프</translation>
    </message>
    <message>
        <source>The list beside it holds the same content.</source>
        <translation>옆의 목록에 같은 내용이 있습니다.</translation>
    </message>
</context>
<context>
    <name>widgets::GroupForm</name>
    <message>
        <source>This is not a whole number.</source>
        <translation>정수가 아닙니다.</translation>
    </message>
    <message>
        <source>This is not a duration. Write it like 5m or 1h30m.</source>
        <translation>기간이 아닙니다. 5m이나 1h30m처럼 쓰십시오.</translation>
    </message>
    <message>
        <source>Rule group</source>
        <translation>규칙 그룹</translation>
    </message>
    <message>
        <source>Name of the rule group</source>
        <translation>규칙 그룹의 이름</translation>
    </message>
    <message>
        <source>interval: how often the group is evaluated</source>
        <translation>interval: 그룹의 평가 주기</translation>
    </message>
    <message>
        <source>query_offset: how far back the rules look</source>
        <translation>query_offset: 규칙이 얼마나 과거를 조회하는지</translation>
    </message>
    <message>
        <source>limit: how many alerts or series a rule may make</source>
        <translation>limit: 규칙 하나가 만들 수 있는 alert나 시계열의 수</translation>
    </message>
    <message>
        <source>Labels of all rules of the group</source>
        <translation>그룹의 모든 규칙에 붙는 라벨</translation>
    </message>
</context>
<context>
    <name>widgets::Inspector</name>
    <message>
        <source>Fed by</source>
        <translation>읽는 대상</translation>
    </message>
    <message>
        <source>Feeds</source>
        <translation>읽는 쪽</translation>
    </message>
    <message>
        <source>The value that is read can be older by this much.</source>
        <translation>읽는 값이 최대 이만큼 오래되었을 수 있습니다.</translation>
    </message>
    <message>
        <source>No rule of this workspace reads it.</source>
        <translation>이 작업 공간에서 읽는 규칙이 없습니다.</translation>
    </message>
    <message>
        <source>It reads no metric.</source>
        <translation>읽는 메트릭이 없습니다.</translation>
    </message>
    <message>
        <source>Dependencies</source>
        <translation>의존성</translation>
    </message>
    <message>
        <source>What feeds the rule and what it feeds</source>
        <translation>규칙이 읽는 대상과 규칙을 읽는 쪽</translation>
    </message>
    <message>
        <source>Select a rule to see what it is made of and what depends on it.</source>
        <translation>규칙을 선택하면 구성과 의존 관계를 보여 줍니다.</translation>
    </message>
    <message>
        <source>Notification as it would read</source>
        <translation>발송될 알림 내용</translation>
    </message>
    <message numerus="yes">
        <source>and %n more, see the graph</source>
        <translation>
            <numerusform>외 %n개는 그래프에서 볼 수 있습니다</numerusform>
        </translation>
    </message>
    <message>
        <source>The dependencies are being worked out.</source>
        <translation>의존성을 계산하고 있습니다.</translation>
    </message>
</context>
<context>
    <name>widgets::KindShape</name>
    <message>
        <source>metric</source>
        <translation>메트릭</translation>
    </message>
    <message>
        <source>recording rule</source>
        <translation>recording rule</translation>
    </message>
    <message>
        <source>alerting rule</source>
        <translation>alerting rule</translation>
    </message>
    <message>
        <source>scrape job</source>
        <translation>scrape job</translation>
    </message>
    <message>
        <source>dashboard</source>
        <translation>대시보드</translation>
    </message>
</context>
<context>
    <name>widgets::MainWindow</name>
    <message>
        <source>&amp;File</source>
        <translation>파일(&amp;F)</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>최근 작업 공간 열기(&amp;R)</translation>
    </message>
    <message>
        <source>Nothing was open yet.</source>
        <translation>아직 연 것이 없습니다.</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>편집(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>보기(&amp;V)</translation>
    </message>
    <message>
        <source>P&amp;anels</source>
        <translation>패널(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>테마(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>언어(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Rule</source>
        <translation>규칙(&amp;R)</translation>
    </message>
    <message>
        <source>Re&amp;pository</source>
        <translation>저장소(&amp;P)</translation>
    </message>
    <message>
        <source>E&amp;ndpoint</source>
        <translation>엔드포인트(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>도움말(&amp;H)</translation>
    </message>
    <message>
        <source>This workspace names the endpoint %1 (%2). It is not contacted before you allow it.</source>
        <translation>이 작업 공간에 엔드포인트 %1(%2) 설정이 있습니다. 허용하기 전에는 연결하지 않습니다.</translation>
    </message>
    <message>
        <source>Allow</source>
        <translation>허용</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>규칙</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>검사기</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>미리보기</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>그래프</translation>
    </message>
    <message>
        <source>Tool bar</source>
        <translation>도구 모음</translation>
    </message>
    <message>
        <source>Reading the rule files…</source>
        <translation>규칙 파일을 읽는 중…</translation>
    </message>
    <message>
        <source>The demo needs a temporary folder: %1</source>
        <translation>데모에는 임시 폴더가 필요합니다: %1</translation>
    </message>
    <message>
        <source>Making the demo…</source>
        <translation>데모를 만드는 중…</translation>
    </message>
    <message>
        <source>Close %1</source>
        <translation>닫기: %1</translation>
    </message>
    <message>
        <source>Rulewright</source>
        <translation>Rulewright</translation>
    </message>
    <message>
        <source>%1 — Rulewright</source>
        <translation>%1 — Rulewright</translation>
    </message>
    <message>
        <source>%1 has unsaved changes.</source>
        <translation>저장하지 않은 변경이 있습니다: %1.</translation>
    </message>
    <message>
        <source>Save and close</source>
        <translation>저장하고 닫기</translation>
    </message>
    <message>
        <source>Discard changes</source>
        <translation>변경 버리기</translation>
    </message>
    <message>
        <source>Saving to both repositories needs a workspace file. Put a rulewright.yaml that names both repositories at the top of the source repository.</source>
        <translation>두 저장소에 저장하려면 작업 공간 파일이 필요합니다. 두 저장소를 지정한 rulewright.yaml을 source 저장소의 최상위 폴더에 두십시오.</translation>
    </message>
    <message>
        <source>Saved to both repositories: %1.</source>
        <translation>두 저장소에 저장했습니다: %1.</translation>
    </message>
    <message>
        <source>Saved. Only one side changed: %1.</source>
        <translation>저장했습니다. 한쪽만 바뀌었습니다: %1.</translation>
    </message>
    <message>
        <source>Unsaved changes from last time: %1.</source>
        <translation>지난번에 저장하지 않은 변경이 있습니다: %1.</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>되살리기</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>버리기</translation>
    </message>
    <message>
        <source>Compare with the disk</source>
        <translation>디스크와 비교</translation>
    </message>
    <message>
        <source>On disk</source>
        <translation>디스크</translation>
    </message>
    <message>
        <source>In this window</source>
        <translation>이 창</translation>
    </message>
    <message>
        <source>Open a folder</source>
        <translation>폴더 열기</translation>
    </message>
    <message>
        <source>Open a rule file or workspace</source>
        <translation>규칙 파일 또는 작업 공간 열기</translation>
    </message>
    <message>
        <source>Rule files and workspaces (*.yaml *.yml *.json *.rules)</source>
        <translation>규칙 파일과 작업 공간 (*.yaml *.yml *.json *.rules)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>모든 파일 (*)</translation>
    </message>
    <message>
        <source>New rule file</source>
        <translation>새 규칙 파일</translation>
    </message>
    <message>
        <source>Rule files (*.yaml *.yml)</source>
        <translation>규칙 파일 (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>Open or create a rule file first: the new rule goes into it.</source>
        <translation>먼저 규칙 파일을 열거나 만드십시오. 새 규칙은 그 파일에 들어갑니다.</translation>
    </message>
    <message>
        <source>This file has no rule group yet. Add one with Rule → New group.</source>
        <translation>이 파일에는 아직 규칙 그룹이 없습니다. 규칙 → 새 그룹으로 추가하십시오.</translation>
    </message>
    <message>
        <source>What is wrong, and where</source>
        <translation>무엇이 어디에서 잘못되었는지</translation>
    </message>
    <message>
        <source>%1 was deleted.</source>
        <translation>삭제했습니다: %1.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
    <message>
        <source>The expression has an error: it can be formatted when that is mended.</source>
        <translation>표현식에 오류가 있습니다. 고친 뒤에 정리할 수 있습니다.</translation>
    </message>
    <message>
        <source>There is no quick fix here.</source>
        <translation>여기에는 빠른 수정이 없습니다.</translation>
    </message>
    <message>
        <source>Type the name of a rule</source>
        <translation>규칙 이름을 입력하십시오</translation>
    </message>
    <message>
        <source>No rule of this workspace reads this one.</source>
        <translation>이 규칙을 읽는 규칙이 작업 공간에 없습니다.</translation>
    </message>
    <message>
        <source>This rule reads metrics only, no other rule.</source>
        <translation>이 규칙은 메트릭만 읽고 다른 규칙은 읽지 않습니다.</translation>
    </message>
    <message>
        <source>Rules that read this one</source>
        <translation>이 규칙을 읽는 규칙</translation>
    </message>
    <message>
        <source>Rules that this one reads</source>
        <translation>이 규칙이 읽는 규칙</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>단축키</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>명령</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>키</translation>
    </message>
    <message>
        <source>About Rulewright</source>
        <translation>Rulewright 정보</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Rulewright %1&lt;/h3&gt;&lt;p&gt;Write an alert, see what it would have done, ship it to both repositories, with proof.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Rulewright %1&lt;/h3&gt;&lt;p&gt;alert를 쓰고, 적용했다면 어떠했을지 확인하고, 근거와 함께 두 저장소에 반영합니다.&lt;/p&gt;&lt;p&gt;GNU General Public License 버전 3 이상을 따르는 자유 소프트웨어입니다.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>detached</source>
        <translation>분리됨</translation>
    </message>
    <message numerus="yes">
        <source>%n rule(s)</source>
        <translation>
            <numerusform>규칙 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>문제 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>문제</translation>
    </message>
    <message>
        <source>analysed in %1 ms</source>
        <translation>분석 %1 ms</translation>
    </message>
    <message>
        <source>Ln %1, Col %2</source>
        <translation>%1행 %2열</translation>
    </message>
    <message>
        <source>The graph was written to %1.</source>
        <translation>그래프를 저장했습니다: %1</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>&amp;Open the rule</source>
        <translation>규칙 열기(&amp;O)</translation>
    </message>
    <message>
        <source>Re&amp;name…</source>
        <translation>이름 변경(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;Preview</source>
        <translation>미리보기(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Open the file</source>
        <translation>파일 열기(&amp;O)</translation>
    </message>
    <message>
        <source>Show what &amp;reads it</source>
        <translation>읽는 곳 표시(&amp;R)</translation>
    </message>
    <message>
        <source>Show what &amp;feeds it</source>
        <translation>읽는 것 표시(&amp;F)</translation>
    </message>
    <message>
        <source>Show its &amp;neighbourhood</source>
        <translation>주변 표시(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Consolidate copies of it…</source>
        <translation>사본 통합(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Copy the name</source>
        <translation>이름 복사(&amp;C)</translation>
    </message>
    <message>
        <source>Nothing is switched off here.</source>
        <translation>여기에는 꺼진 규칙이 없습니다.</translation>
    </message>
    <message>
        <source>Within a file, groups move in their own list only.</source>
        <translation>한 파일 안에서 그룹은 자기 목록 안에서만 옮길 수 있습니다.</translation>
    </message>
    <message numerus="yes">
        <source>%n group(s) copied.</source>
        <translation>
            <numerusform>그룹 %n개를 복사했습니다.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) changed. Each can be undone.</source>
        <translation>
            <numerusform>파일 %n개를 변경했습니다. 각각 실행 취소할 수 있습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a recording rule to rename.</source>
        <translation>이름을 바꿀 recording rule을 선택하십시오.</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>검토</translation>
    </message>
    <message>
        <source>Consolidate copied rules</source>
        <translation>복사된 규칙 통합</translation>
    </message>
    <message>
        <source>The proposal is in the editor, as one step to undo. The save dialog will name its verdict.</source>
        <translation>제안을 편집기에 적용했습니다. 실행 취소 한 번으로 되돌릴 수 있고, 저장 대화 상자에 판정이 함께 적힙니다.</translation>
    </message>
    <message>
        <source>To reach the endpoint %1 (%2), this workspace wants to run: %3. It is not run before you allow it.</source>
        <translation>엔드포인트 %1(%2)에 연결하기 위해 이 작업 공간이 실행하려는 명령: %3. 허용하기 전에는 실행하지 않습니다.</translation>
    </message>
    <message>
        <source>gone since %1 (%2, %3): %4</source>
        <translation>%1부터 없음(%2, %3): %4</translation>
    </message>
    <message>
        <source>since %1 (%2, %3): %4</source>
        <translation>%1부터(%2, %3): %4</translation>
    </message>
    <message>
        <source>There is one folder open, and nothing to compare it with.</source>
        <translation>폴더 하나만 열려 있어 비교할 대상이 없습니다.</translation>
    </message>
    <message>
        <source>A rulewright.yaml names the GitOps repository and which folders are copies.</source>
        <translation>rulewright.yaml에 GitOps 저장소와 서로 대응하는 폴더를 적으십시오.</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>드리프트</translation>
    </message>
    <message>
        <source>Delivery</source>
        <translation>전달</translation>
    </message>
    <message>
        <source>this repository</source>
        <translation>이 저장소</translation>
    </message>
    <message>
        <source>Write rulewright.yaml</source>
        <translation>rulewright.yaml 쓰기</translation>
    </message>
    <message>
        <source>%1 could not be written: %2.</source>
        <translation>%1 파일을 쓰지 못했습니다: %2.</translation>
    </message>
    <message>
        <source>Open a pull request for %1</source>
        <translation>pull request 열기: %1</translation>
    </message>
    <message>
        <source>What the endpoint is: %1</source>
        <translation>엔드포인트 정보: %1</translation>
    </message>
    <message>
        <source>File %1</source>
        <translation>파일 %1</translation>
    </message>
    <message>
        <source>Rule group %1</source>
        <translation>규칙 그룹 %1</translation>
    </message>
    <message>
        <source>Rule %1</source>
        <translation>규칙 %1</translation>
    </message>
    <message>
        <source>The save dialog will name the reason.</source>
        <translation>저장 대화 상자의 메시지에 이유가 들어갑니다.</translation>
    </message>
    <message>
        <source>The unit test was written: %1</source>
        <translation>단위 테스트를 저장했습니다: %1</translation>
    </message>
    <message>
        <source>Until live</source>
        <translation>반영 추적</translation>
    </message>
    <message>
        <source>%1 → %2: %3 in %4 and %5</source>
        <translation>%1 → %2: %3(%4, %5)</translation>
    </message>
    <message>
        <source>environment %1: %2, which %3 names</source>
        <translation>환경 %1: %2(%3에서 지정)</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>외 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 looks like the GitOps copy of this folder: %n file(s) hold the same objects. Write this down in rulewright.yaml?</source>
        <translation>
            <numerusform>이 폴더의 GitOps 사본으로 보이는 저장소가 있습니다: %1. 같은 객체가 있는 파일은 %n개입니다. rulewright.yaml에 기록하겠습니까?</numerusform>
        </translation>
    </message>
    <message>
        <source>The rejection was taken back.</source>
        <translation>거절을 취소했습니다.</translation>
    </message>
    <message>
        <source>Keep copied rules apart</source>
        <translation>복사된 규칙을 그대로 유지</translation>
    </message>
</context>
<context>
    <name>widgets::MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>이 메시지 닫기</translation>
    </message>
</context>
<context>
    <name>widgets::NotificationView</name>
    <message>
        <source>The notification as it would read</source>
        <translation>발송될 알림 내용</translation>
    </message>
    <message>
        <source>Select an alerting rule to read its notification.</source>
        <translation>alerting rule을 선택하면 알림 내용이 표시됩니다.</translation>
    </message>
    <message>
        <source>Preview the expression to read this for its series.</source>
        <translation>표현식을 미리 보면 시계열별 내용이 표시됩니다.</translation>
    </message>
    <message>
        <source>Nothing to send: the expression returns no series at this time.</source>
        <translation>보낼 알림이 없습니다. 이 시점에 표현식이 시계열을 반환하지 않습니다.</translation>
    </message>
    <message>
        <source>Go to the error: %1</source>
        <translation>오류 위치로 이동: %1</translation>
    </message>
    <message>
        <source>Not expanded here: %1.</source>
        <translation>여기서는 전개할 수 없습니다: %1.</translation>
    </message>
    <message>
        <source>Go to the place</source>
        <translation>위치로 이동</translation>
    </message>
    <message>
        <source>A query of this text has no answer: %1</source>
        <translation>이 텍스트의 쿼리에 대한 응답이 없습니다: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n series; each becomes an alert, which fires when the rule&apos;s for has passed.</source>
        <translation>
            <numerusform>시계열 %n개. 각각 알림이 되며 for 시간 동안 지속되면 firing이 됩니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>value %1</source>
        <translation>값 %1</translation>
    </message>
    <message>
        <source>labels</source>
        <translation>라벨</translation>
    </message>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>%n개 더 보기</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more are not shown.</source>
        <translation>
            <numerusform>%n개는 표시하지 않습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>As of the preview</source>
        <translation>미리보기 기준</translation>
    </message>
    <message>
        <source>As it would have been sent at %1. The alert fires until %2.</source>
        <translation>%1 시점에 보냈을 내용입니다. 이 alert의 firing은 %2까지입니다.</translation>
    </message>
    <message>
        <source>As it would have been sent at %1. The alert fires still.</source>
        <translation>%1 시점에 보냈을 내용입니다. 이 alert는 아직 firing입니다.</translation>
    </message>
    <message>
        <source>The time that the notification is written for</source>
        <translation>알림 내용의 기준 시각</translation>
    </message>
</context>
<context>
    <name>widgets::PairsTable</name>
    <message>
        <source>This value comes from an anchor. A change here overrides it for this rule.</source>
        <translation>anchor에서 온 값입니다. 여기서 바꾸면 이 규칙에서만 덮어씁니다.</translation>
    </message>
    <message>
        <source>Type a name to add one.</source>
        <translation>이름을 입력하면 추가됩니다.</translation>
    </message>
</context>
<context>
    <name>widgets::PreviewChart</name>
    <message numerus="yes">
        <source>%n series from %1 to %2.</source>
        <translation>
            <numerusform>시계열 %n개, %1부터 %2까지.</numerusform>
        </translation>
    </message>
    <message>
        <source>The threshold is %1.</source>
        <translation>임계값은 %1입니다.</translation>
    </message>
    <message>
        <source>Chart of the expression</source>
        <translation>표현식 차트</translation>
    </message>
    <message>
        <source>Values are read as %1.</source>
        <translation>값의 단위: %1.</translation>
    </message>
</context>
<context>
    <name>widgets::PreviewPanel</name>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>No endpoint is chosen.</source>
        <translation>선택한 엔드포인트가 없습니다.</translation>
    </message>
    <message>
        <source>Add a Prometheus server to see what the expression returns.</source>
        <translation>Prometheus 서버를 추가하면 표현식의 결과를 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Add an endpoint…</source>
        <translation>엔드포인트 추가…</translation>
    </message>
    <message>
        <source>There is no expression to preview.</source>
        <translation>미리 볼 표현식이 없습니다.</translation>
    </message>
    <message>
        <source>Select a rule, or write an expression.</source>
        <translation>규칙을 선택하거나 표현식을 작성하십시오.</translation>
    </message>
    <message>
        <source>The expression cannot be read yet: %1.</source>
        <translation>표현식을 아직 읽을 수 없습니다: %1.</translation>
    </message>
    <message>
        <source>Finish it, or refresh to hear what the server says.</source>
        <translation>마저 작성하거나 새로 고쳐 서버의 답을 확인하십시오.</translation>
    </message>
    <message>
        <source>Shown is the last expression that could be read. This one cannot yet: %1.</source>
        <translation>마지막으로 읽을 수 있었던 표현식의 결과입니다. 지금 표현식은 아직 읽을 수 없습니다: %1.</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>요청하는 중: %1…</translation>
    </message>
    <message>
        <source>The chart and the series appear here.</source>
        <translation>차트와 시계열이 여기에 나타납니다.</translation>
    </message>
    <message>
        <source>The query was cancelled.</source>
        <translation>쿼리를 취소했습니다.</translation>
    </message>
    <message>
        <source>Refresh to ask again, perhaps over a shorter range.</source>
        <translation>새로 고치면 다시 요청합니다. 더 짧은 범위를 골라도 됩니다.</translation>
    </message>
    <message>
        <source>Change the expression; it is asked again then.</source>
        <translation>표현식을 바꾸면 다시 요청합니다.</translation>
    </message>
    <message>
        <source>%1 cannot read the expression: %2.</source>
        <translation>%1: 표현식을 읽을 수 없습니다: %2.</translation>
    </message>
    <message>
        <source>The place is marked in the expression.</source>
        <translation>표현식에 위치를 표시했습니다.</translation>
    </message>
    <message>
        <source>No series at %1 from %2 to %3.</source>
        <translation>시계열이 없습니다. 엔드포인트: %1, 기간: %2 ~ %3.</translation>
    </message>
    <message>
        <source>Check the metric names and label matchers, or look at a longer range. A labelled counter appears only after its first event.</source>
        <translation>메트릭 이름과 라벨 matcher를 확인하거나 더 긴 범위를 보십시오. 라벨이 있는 카운터는 첫 이벤트 뒤에야 나타납니다.</translation>
    </message>
    <message numerus="yes">
        <source>%n series at %1</source>
        <translation>
            <numerusform>시계열 %n개, 기준 시각 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>a point every %1</source>
        <translation>%1 간격</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Strings and range vectors have no chart.</source>
        <translation>문자열과 range vector는 차트가 없습니다.</translation>
    </message>
    <message>
        <source>The table shows what the expression returns.</source>
        <translation>표에서 표현식의 결과를 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>No series from %1 to %2.</source>
        <translation>%1부터 %2까지 시계열이 없습니다.</translation>
    </message>
    <message>
        <source>Look at a longer range.</source>
        <translation>더 긴 범위를 보십시오.</translation>
    </message>
    <message>
        <source>The expression returns nothing at %1.</source>
        <translation>이 시각에는 표현식의 결과가 없습니다: %1.</translation>
    </message>
    <message>
        <source>No series is %1 then; the chart shows all values.</source>
        <translation>그 시각에 조건(%1)에 맞는 시계열이 없습니다. 차트에는 모든 값이 나타납니다.</translation>
    </message>
    <message>
        <source>The chart shows when there were series.</source>
        <translation>시계열이 있었던 때는 차트에 나타납니다.</translation>
    </message>
    <message>
        <source>Native histograms are not drawn. Use histogram_quantile() or histogram_avg().</source>
        <translation>native histogram은 그리지 않습니다. histogram_quantile()이나 histogram_avg()를 쓰십시오.</translation>
    </message>
    <message>
        <source>The server says: %1</source>
        <translation>서버 메시지: %1</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Cancel the query</source>
        <translation>쿼리 취소</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>새로 고침</translation>
    </message>
    <message>
        <source>Refresh the preview</source>
        <translation>미리보기 새로 고침</translation>
    </message>
    <message>
        <source>New alert…</source>
        <translation>새 alert…</translation>
    </message>
    <message>
        <source>Make an alerting rule from this expression</source>
        <translation>이 표현식으로 alerting rule 만들기</translation>
    </message>
    <message>
        <source>New alert from this expression</source>
        <translation>이 표현식으로 새 alert 만들기</translation>
    </message>
    <message>
        <source>State of the preview</source>
        <translation>미리보기 상태</translation>
    </message>
    <message>
        <source>Notes on the answer</source>
        <translation>응답에 대한 참고</translation>
    </message>
    <message>
        <source>Backtest</source>
        <translation>백테스트</translation>
    </message>
    <message>
        <source>When this alert would have been pending and firing</source>
        <translation>이 alert가 언제 pending이고 firing이었을지 봅니다</translation>
    </message>
    <message>
        <source>Show the backtest</source>
        <translation>백테스트 보기</translation>
    </message>
    <message>
        <source>Zoomed in. A double click on the chart or Backspace goes back.</source>
        <translation>확대한 상태입니다. 차트를 두 번 클릭하거나 Backspace를 누르면 돌아갑니다.</translation>
    </message>
    <message>
        <source>The chart draws %1 of %2 series, and the one selected in the table.</source>
        <translation>차트에는 시계열 %2개 중 %1개와 표에서 선택한 시계열이 표시됩니다.</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>차트</translation>
    </message>
    <message>
        <source>Options of the chart</source>
        <translation>차트 옵션</translation>
    </message>
    <message>
        <source>Logarithmic scale</source>
        <translation>로그 눈금</translation>
    </message>
    <message>
        <source>No unit is known of these values</source>
        <translation>이 값의 단위를 알 수 없습니다</translation>
    </message>
    <message>
        <source>Unit by the names: %1</source>
        <translation>이름으로 추정한 단위: %1</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>범례</translation>
    </message>
    <message>
        <source>Try another threshold</source>
        <translation>다른 임계값 시도</translation>
    </message>
    <message>
        <source>A logarithmic scale has no place for 0 and negative values.</source>
        <translation>로그 눈금에는 0과 음수 값을 표시할 수 없습니다.</translation>
    </message>
</context>
<context>
    <name>widgets::ProblemsPanel</name>
    <message>
        <source>Error</source>
        <translation>오류</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>경고</translation>
    </message>
    <message>
        <source>Hint</source>
        <translation>참고</translation>
    </message>
    <message>
        <source>Problems of the rule files</source>
        <translation>규칙 파일의 문제</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>문제</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>검사</translation>
    </message>
    <message>
        <source>There are no problems in the rule files.</source>
        <translation>규칙 파일에 문제가 없습니다.</translation>
    </message>
</context>
<context>
    <name>widgets::RangePicker</name>
    <message>
        <source>%1 d</source>
        <translation>%1일</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1시간</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1분</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>Last %1</source>
        <translation>최근 %1</translation>
    </message>
    <message>
        <source>From … to …</source>
        <translation>기간 지정…</translation>
    </message>
    <message>
        <source>The beginning is not before the end.</source>
        <translation>시작 시각이 끝 시각보다 앞서야 합니다.</translation>
    </message>
    <message>
        <source>Time range of the preview</source>
        <translation>미리보기의 시간 범위</translation>
    </message>
    <message>
        <source>From</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>To</source>
        <translation>끝</translation>
    </message>
    <message>
        <source>Beginning of the range</source>
        <translation>범위의 시작</translation>
    </message>
    <message>
        <source>End of the range</source>
        <translation>범위의 끝</translation>
    </message>
    <message>
        <source>Show this range</source>
        <translation>이 범위 표시</translation>
    </message>
</context>
<context>
    <name>widgets::ReviewEditor</name>
    <message>
        <source>Line %1: %2</source>
        <translation>%1번째 줄: %2</translation>
    </message>
    <message>
        <source>The proposed rules as YAML</source>
        <translation>제안된 규칙의 YAML</translation>
    </message>
    <message>
        <source>&amp;Use these rules</source>
        <translation>이 규칙 사용(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Back to the proposal</source>
        <translation>제안으로 되돌리기(&amp;B)</translation>
    </message>
</context>
<context>
    <name>widgets::ReviewFindings</name>
    <message>
        <source>quiet</source>
        <translation>알림 없음</translation>
    </message>
    <message>
        <source>pending only</source>
        <translation>pending만</translation>
    </message>
    <message numerus="yes">
        <source>%n firing(s), %1</source>
        <translation>
            <numerusform>firing %n회, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: before %2, after %3</source>
        <translation>%1: 변경 전 %2, 변경 후 %3</translation>
    </message>
    <message>
        <source>Alert</source>
        <translation>알림</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>변경 전</translation>
    </message>
    <message>
        <source>After</source>
        <translation>변경 후</translation>
    </message>
    <message>
        <source>Before above after</source>
        <translation>위: 변경 전, 아래: 변경 후</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>확인한 내용</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>Alerts before and after</source>
        <translation>변경 전후의 알림</translation>
    </message>
    <message>
        <source>What the comparison found</source>
        <translation>비교에서 확인한 내용</translation>
    </message>
    <message>
        <source>Draw over a stretch of time to mark it as an incident.</source>
        <translation>구간을 드래그하면 장애로 표시합니다.</translation>
    </message>
</context>
<context>
    <name>widgets::ReviewIncidents</name>
    <message>
        <source>The incident ends before it begins.</source>
        <translation>장애의 끝이 시작보다 빠릅니다.</translation>
    </message>
    <message>
        <source>caught</source>
        <translation>감지</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>놓침</translation>
    </message>
    <message>
        <source>OOM kill</source>
        <translation>OOM kill</translation>
    </message>
    <message>
        <source>restart</source>
        <translation>재시작</translation>
    </message>
    <message>
        <source>marked</source>
        <translation>직접 표시</translation>
    </message>
    <message>
        <source>any</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>For a change that is meant to differ: mark incidents, or find OOM kills and restarts, and see which of them the old and the new alerts catch.</source>
        <translation>일부러 다르게 바꾸는 변경이라면 장애를 표시하거나 OOM kill과 재시작을 찾아, 변경 전후의 알림이 어느 것을 감지하는지 확인하십시오.</translation>
    </message>
    <message>
        <source>Compare first: the incidents are then held against the firings.</source>
        <translation>먼저 비교하십시오. 그러면 장애를 firing과 대조합니다.</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>찾는 중…</translation>
    </message>
    <message>
        <source>Find &amp;OOM kills and restarts</source>
        <translation>OOM kill과 재시작 찾기(&amp;O)</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>Incident</source>
        <translation>장애</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>대상</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>변경 전</translation>
    </message>
    <message>
        <source>After</source>
        <translation>변경 후</translation>
    </message>
    <message>
        <source>Incidents</source>
        <translation>장애</translation>
    </message>
    <message>
        <source>F&amp;rom</source>
        <translation>시작(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;to</source>
        <translation>끝(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;who</source>
        <translation>대상(&amp;W)</translation>
    </message>
    <message>
        <source>container or service, or nothing for any</source>
        <translation>컨테이너 또는 서비스, 비우면 전체</translation>
    </message>
    <message>
        <source>&amp;Mark incident</source>
        <translation>장애 표시(&amp;M)</translation>
    </message>
    <message>
        <source>Remo&amp;ve</source>
        <translation>제거(&amp;V)</translation>
    </message>
    <message>
        <source>not watched</source>
        <translation>대상 아님</translation>
    </message>
    <message>
        <source>outside the range</source>
        <translation>기간 밖</translation>
    </message>
</context>
<context>
    <name>widgets::ReviewPage</name>
    <message>
        <source>No alert of this workspace is a copy of another.</source>
        <translation>이 작업 공간에는 서로 사본인 알림이 없습니다.</translation>
    </message>
    <message>
        <source>Rules that differ only in a service, a threshold or a word appear here, with one rule that can take their place.</source>
        <translation>서비스, 임계값, 단어만 다른 규칙이 여기에 나타나고, 이를 대신할 규칙 하나가 제안됩니다.</translation>
    </message>
    <message>
        <source>Can become one rule</source>
        <translation>규칙 하나로 합칠 수 있음</translation>
    </message>
    <message>
        <source>Stay apart</source>
        <translation>따로 유지</translation>
    </message>
    <message>
        <source>Look alike</source>
        <translation>비슷하지만 다름</translation>
    </message>
    <message>
        <source>Likely a mistake: %1</source>
        <translation>실수일 수 있습니다: %1</translation>
    </message>
    <message>
        <source>%1 as it is</source>
        <translation>%1 현재</translation>
    </message>
    <message>
        <source>%1 after it</source>
        <translation>%1 변경 후</translation>
    </message>
    <message>
        <source>Comparing: %1 of %2 expressions asked.</source>
        <translation>비교 중: 표현식 %2개 중 %1개 조회함.</translation>
    </message>
    <message>
        <source>Asking the endpoint about itself.</source>
        <translation>엔드포인트의 정보를 확인하는 중입니다.</translation>
    </message>
    <message>
        <source>Not compared yet.</source>
        <translation>아직 비교하지 않았습니다.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>비교(&amp;C)</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n rule(s) became one. %2</source>
        <translation>
            <numerusform>%1: 규칙 %n개를 하나로 합침. %2</numerusform>
        </translation>
    </message>
    <message>
        <source>Last 6 hours</source>
        <translation>최근 6시간</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>최근 1일</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>최근 7일</translation>
    </message>
    <message>
        <source>&amp;Accept</source>
        <translation>적용(&amp;A)</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>묶음</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>Families of copied rules</source>
        <translation>복사된 규칙 묶음</translation>
    </message>
    <message>
        <source>Form of the proposal</source>
        <translation>제안의 형태</translation>
    </message>
    <message>
        <source>Range of the comparison</source>
        <translation>비교 구간</translation>
    </message>
    <message>
        <source>The search for copies was cancelled.</source>
        <translation>사본 찾기를 취소했습니다.</translation>
    </message>
    <message>
        <source>It starts again when a file changes.</source>
        <translation>파일이 바뀌면 다시 시작합니다.</translation>
    </message>
    <message numerus="yes">
        <source>Looking for copies among %n rule(s).</source>
        <translation>
            <numerusform>규칙 %n개에서 사본을 찾고 있습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>거절함</translation>
    </message>
    <message>
        <source>Alertmanager configuration</source>
        <translation>Alertmanager 설정</translation>
    </message>
    <message>
        <source>YAML files (*.yml *.yaml)</source>
        <translation>YAML 파일 (*.yml *.yaml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>모든 파일 (*)</translation>
    </message>
    <message>
        <source>Unit test for promtool</source>
        <translation>promtool 단위 테스트</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>최근 30일</translation>
    </message>
    <message>
        <source>Re&amp;ject…</source>
        <translation>거절(&amp;J)…</translation>
    </message>
    <message>
        <source>Why these rules stay as they are</source>
        <translation>이 규칙을 그대로 두는 이유</translation>
    </message>
    <message>
        <source>Reason of the rejection</source>
        <translation>거절 이유</translation>
    </message>
    <message>
        <source>&amp;Keep the reason</source>
        <translation>이유 남기기(&amp;K)</translation>
    </message>
    <message>
        <source>Alert&amp;manager…</source>
        <translation>Alertmanager(&amp;M)…</translation>
    </message>
    <message>
        <source>E&amp;xport test…</source>
        <translation>테스트 내보내기(&amp;X)…</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>변경 내용</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>그래프</translation>
    </message>
    <message>
        <source>Alternatives</source>
        <translation>대안</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>규칙</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>확인한 내용</translation>
    </message>
    <message>
        <source>Incidents</source>
        <translation>장애</translation>
    </message>
    <message>
        <source>Ways to see the proposal</source>
        <translation>제안을 보는 방법</translation>
    </message>
    <message>
        <source>What the comparison tells</source>
        <translation>비교 결과</translation>
    </message>
    <message>
        <source>What the members share and what varies</source>
        <translation>규칙들이 공유하는 것과 다른 것</translation>
    </message>
    <message>
        <source>Forms of the proposal side by side</source>
        <translation>나란히 놓은 제안의 형태들</translation>
    </message>
    <message>
        <source>Changed file</source>
        <translation>바뀐 파일</translation>
    </message>
    <message>
        <source>before → after: %1</source>
        <translation>변경 전 → 변경 후: %1</translation>
    </message>
    <message>
        <source>Compare first: the test is made from the history around a firing.</source>
        <translation>먼저 비교하십시오. 테스트는 firing 전후의 이력으로 만들어집니다.</translation>
    </message>
    <message>
        <source>Routes and inhibitions are those of %1.</source>
        <translation>경로와 억제 기준: %1</translation>
    </message>
    <message>
        <source>No Alertmanager configuration was found: routes are not compared.</source>
        <translation>Alertmanager 설정을 찾지 못해 경로를 비교하지 않습니다.</translation>
    </message>
    <message>
        <source>%1: rejected (%2). %3</source>
        <translation>%1: 거절함(%2). %3</translation>
    </message>
    <message>
        <source>Offers</source>
        <translation>제안</translation>
    </message>
    <message>
        <source>%1: %2. %3</source>
        <translation>%1: %2. %3</translation>
    </message>
    <message>
        <source>%1: rejected. %2</source>
        <translation>%1: 거절함. %2</translation>
    </message>
    <message>
        <source>can read the recording rule</source>
        <translation>recording rule을 읽을 수 있음</translation>
    </message>
    <message>
        <source>computed by several rules</source>
        <translation>여러 규칙이 계산함</translation>
    </message>
    <message>
        <source>heap ratio → memory of the container</source>
        <translation>힙 비율 → 컨테이너 메모리</translation>
    </message>
    <message>
        <source>heap cap against the memory limit</source>
        <translation>힙 상한과 메모리 한도</translation>
    </message>
    <message>
        <source>number → limit of the container</source>
        <translation>숫자 → 컨테이너의 limit</translation>
    </message>
    <message>
        <source>counter → increase()</source>
        <translation>카운터 → increase()</translation>
    </message>
    <message>
        <source>one service → all of them</source>
        <translation>서비스 하나 → 모든 서비스</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>What is proposed depends on the series of an endpoint: choose one.</source>
        <translation>제안 내용은 엔드포인트의 시계열에 따라 달라집니다. 엔드포인트를 선택하십시오.</translation>
    </message>
    <message>
        <source>Asking the endpoint what this needs.</source>
        <translation>제안에 필요한 내용을 엔드포인트에 묻고 있습니다.</translation>
    </message>
    <message>
        <source>The endpoint was not asked what this needs.</source>
        <translation>제안에 필요한 내용을 엔드포인트에 묻지 않았습니다.</translation>
    </message>
    <message>
        <source>Nothing can be proposed with what this endpoint has.</source>
        <translation>이 엔드포인트의 데이터로는 제안할 수 있는 것이 없습니다.</translation>
    </message>
    <message>
        <source>Accepting it also accepts what is proposed for %1.</source>
        <translation>수락하면 함께 수락되는 제안: %1.</translation>
    </message>
    <message>
        <source>Search again</source>
        <translation>다시 검색</translation>
    </message>
    <message>
        <source>Read by: %1.</source>
        <translation>읽는 규칙: %1.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1(%2)</translation>
    </message>
    <message>
        <source>%1 (%2 → %3)</source>
        <translation>%1(%2 → %3)</translation>
    </message>
    <message>
        <source>Meant to &amp;differ</source>
        <translation>의도한 동작 변경(&amp;D)</translation>
    </message>
    <message>
        <source>No comparison calls this change the same. Mark incidents to see which of the two rules catches them.</source>
        <translation>비교 결과를 &apos;같음&apos;으로 판정하지 않습니다. 장애를 표시하면 기존 규칙과 새 규칙 중 어느 쪽이 감지하는지 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Rejected: %1</source>
        <translation>거절함: %1</translation>
    </message>
    <message>
        <source>Take the re&amp;jection back</source>
        <translation>거절 취소(&amp;J)</translation>
    </message>
    <message>
        <source>ratio that is 0 while all is well</source>
        <translation>정상일 때 0인 비율</translation>
    </message>
</context>
<context>
    <name>widgets::RuleContext</name>
    <message>
        <source>rule %1 of %2</source>
        <translation>%2개 중 %1번째</translation>
    </message>
    <message>
        <source>every %1</source>
        <translation>평가 주기 %1</translation>
    </message>
    <message>
        <source>at the server&apos;s interval</source>
        <translation>평가 주기: 서버 설정</translation>
    </message>
</context>
<context>
    <name>widgets::RuleForm</name>
    <message>
        <source>This is not a duration. Write it like 5m or 1h30m.</source>
        <translation>기간이 아닙니다. 5m이나 1h30m처럼 쓰십시오.</translation>
    </message>
    <message>
        <source>Recording rule</source>
        <translation>Recording rule</translation>
    </message>
    <message>
        <source>Alerting rule</source>
        <translation>Alerting rule</translation>
    </message>
    <message>
        <source>Name of the rule</source>
        <translation>규칙 이름</translation>
    </message>
    <message>
        <source>for</source>
        <translation>for</translation>
    </message>
    <message>
        <source>for: how long the condition holds before the alert fires</source>
        <translation>for: 조건이 이만큼 이어지면 alert가 firing이 됩니다</translation>
    </message>
    <message>
        <source>keep firing for</source>
        <translation>keep firing for</translation>
    </message>
    <message>
        <source>keep_firing_for: how long the alert goes on firing after the condition ends</source>
        <translation>keep_firing_for: 조건이 끝난 뒤에도 이만큼 firing을 유지합니다</translation>
    </message>
    <message>
        <source>PromQL expression</source>
        <translation>PromQL 표현식</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>라벨</translation>
    </message>
    <message>
        <source>Annotations</source>
        <translation>Annotation</translation>
    </message>
    <message>
        <source>No rule is selected. Choose one in the tree, or put the cursor into a rule below.</source>
        <translation>선택한 규칙이 없습니다. 트리에서 고르거나 아래의 규칙 안에 커서를 두십시오.</translation>
    </message>
    <message numerus="yes">
        <source>%n copy(ies) of this rule · Consolidate…</source>
        <translation>
            <numerusform>이 규칙의 사본 %n개 · 통합…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>widgets::RulesTree</name>
    <message>
        <source>(no name)</source>
        <translation>(이름 없음)</translation>
    </message>
    <message>
        <source>Filter rules</source>
        <translation>규칙 필터</translation>
    </message>
    <message>
        <source>Filter rules by name or expression</source>
        <translation>이름이나 표현식으로 규칙 거르기</translation>
    </message>
    <message>
        <source>Rules of the workspace</source>
        <translation>작업 공간의 규칙</translation>
    </message>
    <message>
        <source>There are no rule files here. Create one with File → New rule file.</source>
        <translation>규칙 파일이 없습니다. 파일 → 새 규칙 파일로 만드십시오.</translation>
    </message>
    <message>
        <source>Nothing is open. Open a folder, a workspace or a rule file.</source>
        <translation>열린 것이 없습니다. 폴더, 작업 공간 또는 규칙 파일을 여십시오.</translation>
    </message>
    <message>
        <source>%1 (off)</source>
        <translation>%1 (꺼짐)</translation>
    </message>
</context>
<context>
    <name>widgets::SaveDialog</name>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>added</source>
        <translation>추가됨</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>삭제됨</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>변경됨</translation>
    </message>
    <message>
        <source>No change</source>
        <translation>변경 없음</translation>
    </message>
    <message>
        <source>%1 as committed (%2)</source>
        <translation>%1, 커밋된 내용(%2)</translation>
    </message>
    <message>
        <source>%1 as it will be</source>
        <translation>%1, 저장할 내용</translation>
    </message>
    <message>
        <source>Write a commit message first.</source>
        <translation>먼저 커밋 메시지를 쓰십시오.</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>다시 살펴보기</translation>
    </message>
    <message>
        <source>Save to both repositories</source>
        <translation>두 저장소에 저장</translation>
    </message>
    <message>
        <source>Save and commit</source>
        <translation>저장하고 커밋</translation>
    </message>
    <message>
        <source>Comparing the repositories…</source>
        <translation>저장소를 비교하는 중…</translation>
    </message>
    <message>
        <source>Nothing differs from the last commits. There is nothing to save.</source>
        <translation>마지막 커밋과 다른 점이 없습니다. 저장할 것이 없습니다.</translation>
    </message>
    <message>
        <source>These changes are committed in both repositories together. If either commit fails, neither happens and no file changes.</source>
        <translation>이 변경은 두 저장소에 함께 커밋됩니다. 어느 한쪽이라도 실패하면 둘 다 커밋하지 않으며 파일도 바뀌지 않습니다.</translation>
    </message>
    <message>
        <source>These changes are committed together.</source>
        <translation>이 변경은 함께 커밋됩니다.</translation>
    </message>
    <message>
        <source>Files that change</source>
        <translation>바뀌는 파일</translation>
    </message>
    <message>
        <source>Commit message</source>
        <translation>커밋 메시지</translation>
    </message>
    <message>
        <source>What changes, and why</source>
        <translation>무엇을 왜 바꾸는지</translation>
    </message>
    <message>
        <source>Commit to a new branch in both</source>
        <translation>양쪽 모두 새 브랜치에 커밋</translation>
    </message>
    <message>
        <source>Commit to a new branch</source>
        <translation>새 브랜치에 커밋</translation>
    </message>
    <message>
        <source>Name of the branch</source>
        <translation>브랜치 이름</translation>
    </message>
    <message>
        <source>Name of the new branch</source>
        <translation>새 브랜치 이름</translation>
    </message>
    <message>
        <source>Push afterwards</source>
        <translation>저장 후 push</translation>
    </message>
    <message>
        <source>Take new and deleted files along</source>
        <translation>새 파일과 삭제된 파일도 포함</translation>
    </message>
    <message>
        <source>Save to both</source>
        <translation>두 저장소에 저장</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Fetching from the upstreams…</source>
        <translation>업스트림에서 가져오는 중…</translation>
    </message>
    <message>
        <source>conflict</source>
        <translation>충돌</translation>
    </message>
    <message>
        <source>stays</source>
        <translation>유지</translation>
    </message>
    <message numerus="yes">
        <source>Source and copy differ in %n place(s) that both changed. Decide above what the copy gets; nothing is written before.</source>
        <translation>
            <numerusform>소스와 사본이 함께 바꾼 위치 %n곳이 서로 다릅니다. 사본에 쓸 값을 위에서 정하십시오. 그 전에는 아무것도 쓰지 않습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Fetch and bring up to date</source>
        <translation>가져와서 최신 상태로 만들기</translation>
    </message>
    <message>
        <source>behind</source>
        <translation>뒤처짐</translation>
    </message>
    <message numerus="yes">
        <source>%n copy(s) lack what was committed to the source before. This save leaves it out; choose above to carry it.</source>
        <translation>
            <numerusform>사본 %n개에 이전에 소스에 커밋된 변경이 없습니다. 이번 저장에는 포함되지 않습니다. 반영하려면 위에서 선택하십시오.</numerusform>
        </translation>
    </message>
    <message>
        <source>Hook that runs: %1</source>
        <translation>실행되는 hook: %1</translation>
    </message>
</context>
<context>
    <name>widgets::SeriesModel</name>
    <message>
        <source>Native histograms are counted here, not shown.</source>
        <translation>native histogram은 개수만 세고 보여 주지 않습니다.</translation>
    </message>
    <message>
        <source>histogram</source>
        <translation>histogram</translation>
    </message>
    <message>
        <source>Last value</source>
        <translation>마지막 값</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>샘플</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>메트릭</translation>
    </message>
</context>
<context>
    <name>widgets::SeriesTable</name>
    <message>
        <source>Series of the expression</source>
        <translation>표현식의 시계열</translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation>행 복사</translation>
    </message>
    <message>
        <source>Copy as selectors</source>
        <translation>셀렉터로 복사</translation>
    </message>
</context>
<context>
    <name>widgets::TimeAxis</name>
    <message>
        <source>MMM d</source>
        <extracomment>The form of a date without its year, as QLocale::toString reads it.</extracomment>
        <translation>M월 d일</translation>
    </message>
</context>
<context>
    <name>widgets::WelcomePage</name>
    <message>
        <source>Open %1</source>
        <translation>열기: %1</translation>
    </message>
    <message>
        <source>Rulewright</source>
        <translation>Rulewright</translation>
    </message>
    <message>
        <source>Write an alert, see what it would have done, ship it to both repositories, with proof.</source>
        <translation>alert를 쓰고, 적용했다면 어떠했을지 확인하고, 근거와 함께 두 저장소에 반영합니다.</translation>
    </message>
    <message>
        <source>Open a folder…</source>
        <translation>폴더 열기…</translation>
    </message>
    <message>
        <source>Open the demo</source>
        <translation>데모 열기</translation>
    </message>
    <message>
        <source>Recent workspaces</source>
        <translation>최근 작업 공간</translation>
    </message>
</context>
<context>
    <name>widgets::WhatIfBar</name>
    <message>
        <source>Write a number, like 0.05 or 1e9.</source>
        <translation>0.05나 1e9 같은 숫자를 입력하십시오.</translation>
    </message>
    <message>
        <source>What if the threshold were</source>
        <translation>임계값을 바꾸면:</translation>
    </message>
    <message>
        <source>The threshold that is tried out</source>
        <translation>시도하는 임계값</translation>
    </message>
    <message>
        <source>Apply to the rule</source>
        <translation>규칙에 적용</translation>
    </message>
    <message>
        <source>Write this threshold into the rule; one undo takes it back</source>
        <translation>이 임계값을 규칙에 씁니다. 실행 취소 한 번으로 되돌립니다</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>버리기</translation>
    </message>
    <message>
        <source>Discard the threshold that is tried out</source>
        <translation>시도하는 임계값 버리기</translation>
    </message>
</context>
<context>
    <name>widgets::YamlEditor</name>
    <message>
        <source>YAML of the file</source>
        <translation>파일의 YAML</translation>
    </message>
</context>
</TS>
