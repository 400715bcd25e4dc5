<?xml version="1.0" encoding="UTF-8"?>
<!--
  form.xsl: what a question looks like

  takes  a form.xml (urn:skranke:form:1), includes already put in, and shared/words.xml last in its root
  gives  <pages>
           <page id="barnet"> one element with slots: the fields of that page </page> …
           <summary> one element with slots: all answers to read, page by page </summary>
         </pages>
  runs   when a release is published; never per request

  A question NAME stands in <s:with name="q.NAME">, a page of the summary in <s:with name="p.PAGE">: both are gone
  when not relevant.  What they hold:
    q.NAME  id name value shown error described; flags invalid optional readonly; lists
            warnings (text; flag caution), options (id value label note; flag checked)
            upload: list files (file file_name file_size; flags waiting infected); flag can_add; max_files
            max_size
            repeat: id name error; flags invalid can_add can_remove; lists warnings, rows (number;
            flags first last hidden; q.CHILD …)
            prefilled, or filled in by a lookup: source source_at; flags changed away several
            map: map_href (of the municipality's map, or empty); child picture: parts/picture, absent while nothing
            is drawn
            code: of an upload that has one
            search: words total all most; flags searched none more; options as above, with note
            lookup: words last total most left source; list hits (mark label note); flags asked, and then one or
            more of away unnamed moved none found more fetched full
    s.N     the Nth section of the form; o.N the Nth output, when it has no name: shown
    p.PAGE  change_href; flag editable
  The first option of a question has the question's own id, so that a link in the error summary leads into it.
  ids made here: {id}-hjelp the hint, {id}-kilde where the value is from, {id}-feil the error, {id}-rad-{number} a row of a repeat.
  A file's address is files_href, which the page sets, and its id (file).
  A confirm posts the value true and is ticked when its value is true.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:skranke:form:1"
    xmlns:s="urn:skranke:slot:1" xmlns:w="urn:skranke:words:1" exclude-result-prefixes="f w">
<xsl:output method="xml" encoding="UTF-8" omit-xml-declaration="no"/>
<xsl:strip-space elements="*"/>
<xsl:preserve-space elements="w:*"/>
<xsl:variable name="upper" select="'ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ'"/>
<xsl:variable name="lower" select="'abcdefghijklmnopqrstuvwxyzæøå'"/>

<xsl:template match="/f:form">
  <pages>
    <xsl:copy-of select="@xml:lang"/>
    <xsl:for-each select="f:page">
      <page id="{@id}">
        <div class="sk-fields">
          <xsl:call-template name="must-fill"/>
          <xsl:apply-templates/>
        </div>
      </page>
    </xsl:for-each>
    <summary>
      <div class="sk-answers">
        <xsl:apply-templates select="f:page" mode="summary"/>
      </div>
    </summary>
  </pages>
</xsl:template>

<xsl:template name="must-fill">
  <xsl:variable name="asked" select=".//*[self::f:text or self::f:number or self::f:money or self::f:date or
      self::f:choice or self::f:choices or self::f:confirm or self::f:upload or self::f:map][not(@calculate)]"/>
  <xsl:choose>
    <xsl:when test="$asked[not(@required)]">
      <p class="sk-quiet"><xsl:apply-templates select="$words[@id = 'all-but-optional']"/></p>
    </xsl:when>
    <xsl:when test="$asked"><p class="sk-quiet"><xsl:apply-templates select="$words[@id = 'all']"/></p></xsl:when>
  </xsl:choose>
</xsl:template>

<!-- ==== words: those that a language lacks are bokmål, and say so; `in` is what the label is in when not the page's == -->
<xsl:variable name="words" select="/f:form/w:words/w:word"/>

<xsl:template match="w:word">
  <xsl:param name="label"/>
  <xsl:param name="in"/>
  <xsl:variable name="said">
    <xsl:apply-templates mode="word">
      <xsl:with-param name="label" select="normalize-space($label)"/>
      <xsl:with-param name="in" select="string($in)"/>
    </xsl:apply-templates>
  </xsl:variable>
  <xsl:choose>
    <xsl:when test="@xml:lang"><span lang="{@xml:lang}"><xsl:copy-of select="$said"/></span></xsl:when>
    <xsl:otherwise><xsl:copy-of select="$said"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>
<xsl:template match="w:label" mode="word">
  <xsl:param name="label"/>
  <xsl:param name="in"/>
  <xsl:choose>
    <xsl:when test="$in = string(ancestor::w:word/@xml:lang)"><xsl:value-of select="$label"/></xsl:when>
    <xsl:when test="$in = ''"><span lang="{/f:form/@xml:lang}"><xsl:value-of select="$label"/></span></xsl:when>
    <xsl:otherwise><span lang="{$in}"><xsl:value-of select="$label"/></span></xsl:otherwise>
  </xsl:choose>
</xsl:template>
<xsl:template match="w:*" mode="word">
  <xsl:param name="label"/>
  <xsl:param name="in"/>
  <xsl:element name="{local-name()}">
    <xsl:copy-of select="@*"/>
    <xsl:apply-templates mode="word"><xsl:with-param name="label" select="$label"/><xsl:with-param name="in" select="$in"/></xsl:apply-templates>
  </xsl:element>
</xsl:template>
<xsl:template match="s:*" mode="word"><xsl:element name="{name()}" namespace="urn:skranke:slot:1"><xsl:copy-of select="@*"/></xsl:element></xsl:template>

<!-- The same of the form's own. -->
<xsl:template match="f:*" mode="words">
  <xsl:choose>
    <xsl:when test="@xml:lang"><span lang="{@xml:lang}"><xsl:value-of select="normalize-space()"/></span></xsl:when>
    <xsl:otherwise><xsl:value-of select="normalize-space()"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- Not shown: titles are the page's, rules are the server's. -->
<xsl:template match="f:title | f:label | f:hint | f:help | f:alert | f:constraint | f:check | f:var | f:list | w:words"/>

<xsl:template match="f:section">
  <s:with name="s.{count(preceding::f:section | ancestor::f:section) + 1}">
    <section class="sk-section">
      <h2 class="ds-heading" data-size="sm"><xsl:apply-templates select="f:title" mode="words"/></h2>
      <xsl:apply-templates/>
    </section>
  </s:with>
</xsl:template>

<!-- ==== pieces of a question ============================================================ -->
<xsl:template name="id">
  <xsl:param name="tail"/>
  <s:attr name="id"><s:text name="id"/><xsl:value-of select="$tail"/></s:attr>
</xsl:template>

<xsl:template name="label">
  <xsl:apply-templates select="f:label" mode="words"/>
  <xsl:call-template name="code"/>
  <s:if test="optional"><xsl:text> </xsl:text><span class="sk-optional"><xsl:apply-templates select="$words[@id = 'optional']"/></span></s:if>
</xsl:template>

<!-- the letter of the national list of attachments -->
<xsl:template name="code">
  <xsl:if test="@code"><xsl:text> </xsl:text><span class="ds-tag" data-color="neutral"><xsl:apply-templates select="$words[@id = 'attachment']"/></span></xsl:if>
</xsl:template>

<xsl:template name="field-label">
  <label class="ds-label">
    <s:attr name="for"><s:text name="id"/></s:attr>
    <xsl:call-template name="label"/>
  </label>
</xsl:template>

<xsl:template name="hint">
  <xsl:if test="f:hint">
    <div data-field="description" class="sk-hint">
      <xsl:call-template name="id"><xsl:with-param name="tail" select="'-hjelp'"/></xsl:call-template>
      <xsl:apply-templates select="f:hint" mode="words"/>
    </div>
  </xsl:if>
  <xsl:call-template name="help"/>
</xsl:template>

<xsl:template name="help">
  <xsl:if test="f:help">
    <details class="ds-details sk-help">
      <summary><xsl:apply-templates select="$words[@id = 'more']"><xsl:with-param name="label" select="f:label"/><xsl:with-param name="in" select="f:label/@xml:lang"/></xsl:apply-templates></summary>
      <div><xsl:apply-templates select="f:help" mode="words"/></div>
    </details>
  </xsl:if>
</xsl:template>

<!-- Where a value was taken from, and when. -->
<xsl:template name="source">
  <xsl:variable name="filled"><xsl:call-template name="is-filled"/></xsl:variable>
  <xsl:if test="@prefill or $filled = 'yes'">
    <s:if test="source">
      <p class="sk-quiet sk-source">
        <xsl:call-template name="id"><xsl:with-param name="tail" select="'-kilde'"/></xsl:call-template>
        <s:if test="away"><xsl:apply-templates select="$words[@id = 'source-away']"/></s:if>
        <s:if not="away"><s:if test="changed"><xsl:apply-templates select="$words[@id = 'source-changed']"/></s:if><s:if not="changed"><s:if test="several"><xsl:apply-templates select="$words[@id = 'source-several']"/></s:if><s:if not="several"><xsl:apply-templates select="$words[@id = 'source']"/></s:if></s:if></s:if>
      </p>
    </s:if>
  </xsl:if>
</xsl:template>

<!-- The same among answers that are read. -->
<xsl:template name="source-told">
  <xsl:variable name="filled"><xsl:call-template name="is-filled"/></xsl:variable>
  <xsl:if test="@prefill or $filled = 'yes'">
    <s:if test="source"><s:if not="away"><div class="sk-quiet"><s:if test="changed"><xsl:apply-templates select="$words[@id = 'source-changed']"/></s:if><s:if not="changed"><s:if test="several"><xsl:apply-templates select="$words[@id = 'source-several']"/></s:if><s:if not="several"><xsl:apply-templates select="$words[@id = 'source']"/></s:if></s:if></div></s:if></s:if>
  </xsl:if>
</xsl:template>

<xsl:template name="messages">
  <xsl:call-template name="source"/>
  <s:if test="invalid">
    <p class="ds-validation-message" data-field="validation">
      <xsl:call-template name="id"><xsl:with-param name="tail" select="'-feil'"/></xsl:call-template>
      <span class="ds-sr-only"><xsl:apply-templates select="$words[@id = 'error']"/></span><xsl:text> </xsl:text><s:text name="error"/>
    </p>
  </s:if>
  <s:each name="warnings">
    <p class="ds-validation-message"><s:attr name="data-color"><s:if test="caution">warning</s:if><s:if not="caution">info</s:if></s:attr><s:text name="text"/></p>
  </s:each>
</xsl:template>

<!-- Attributes that every field has; must come first in the element. -->
<xsl:template name="field-attrs">
  <xsl:call-template name="id"/>
  <s:attr name="name"><s:text name="name"/></s:attr>
  <s:attr name="aria-describedby" if="described"><s:text name="described"/></s:attr>
  <s:attr name="aria-invalid" if="invalid">true</s:attr>
</xsl:template>

<!-- ==== kinds of question =============================================================== -->
<xsl:template match="f:text | f:number | f:money | f:date | f:choice | f:choices | f:confirm | f:upload | f:map">
  <s:with name="q.{@name}">
    <xsl:choose>
      <xsl:when test="@calculate"><xsl:call-template name="shown"/></xsl:when>
      <xsl:when test="ancestor-or-self::*/@readonly">
        <s:if test="readonly"><xsl:call-template name="shown"/></s:if>
        <s:if not="readonly"><xsl:apply-templates select="." mode="field"/></s:if>
      </xsl:when>
      <xsl:otherwise><xsl:apply-templates select="." mode="field"/></xsl:otherwise>
    </xsl:choose>
  </s:with>
</xsl:template>

<!-- Worked out, or locked: to read. -->
<xsl:template name="shown">
  <div class="sk-output">
    <xsl:call-template name="id"/>
    <p class="sk-quiet"><xsl:apply-templates select="f:label" mode="words"/></p>
    <xsl:if test="self::f:map"><xsl:call-template name="picture"/></xsl:if>
    <p><s:if test="shown"><s:text name="shown"/></s:if><s:if not="shown"><xsl:apply-templates select="$words[@id = 'not-ready']"/></s:if></p>
    <xsl:call-template name="messages"/>
  </div>
</xsl:template>

<xsl:template match="f:text | f:number | f:date" mode="field">
  <div class="ds-field">
    <xsl:call-template name="field-label"/>
    <xsl:call-template name="hint"/>
    <input class="ds-input" type="text">
      <xsl:call-template name="typed-attrs"/>
      <xsl:call-template name="field-attrs"/>
      <s:attr name="value"><s:text name="value"/></s:attr>
    </input>
    <xsl:call-template name="messages"/>
  </div>
</xsl:template>

<xsl:template match="f:money" mode="field">
  <div class="ds-field">
    <xsl:call-template name="field-label"/>
    <xsl:call-template name="hint"/>
    <div class="sk-unit">
      <input class="ds-input" type="text" inputmode="decimal" autocomplete="off" size="12">
        <xsl:call-template name="field-attrs"/>
        <s:attr name="value"><s:text name="value"/></s:attr>
      </input>
      <span><xsl:apply-templates select="$words[@id = 'kroner']"/></span>
    </div>
    <xsl:call-template name="messages"/>
  </div>
</xsl:template>

<xsl:template match="f:text[@lines &gt; 1]" mode="field">
  <div class="ds-field">
    <xsl:call-template name="field-label"/>
    <xsl:call-template name="hint"/>
    <textarea class="ds-input" rows="{@lines}">
      <xsl:call-template name="field-attrs"/>
      <s:text name="value"/>
    </textarea>
    <xsl:call-template name="messages"/>
  </div>
</xsl:template>

<!-- inputmode, width and autocomplete by type.  The first address or telephone number of a form is that of
     the one who fills it in; others are not, and must not be offered theirs. -->
<xsl:template name="typed-attrs">
  <xsl:variable name="type" select="@type"/>
  <xsl:variable name="own" select="not(ancestor::f:repeat or preceding::*[@type = $type])"/>
  <xsl:choose>
    <xsl:when test="self::f:date"><xsl:attribute name="inputmode">numeric</xsl:attribute><xsl:attribute name="size">12</xsl:attribute></xsl:when>
    <xsl:when test="$type = 'no:pid'"><xsl:attribute name="inputmode">numeric</xsl:attribute><xsl:attribute name="size">14</xsl:attribute></xsl:when>
    <xsl:when test="$type = 'no:orgnr'"><xsl:attribute name="inputmode">numeric</xsl:attribute><xsl:attribute name="size">12</xsl:attribute></xsl:when>
    <xsl:when test="$type = 'no:account'"><xsl:attribute name="inputmode">numeric</xsl:attribute><xsl:attribute name="size">15</xsl:attribute></xsl:when>
    <xsl:when test="$type = 'no:postcode'"><xsl:attribute name="inputmode">numeric</xsl:attribute><xsl:attribute name="size">6</xsl:attribute></xsl:when>
    <xsl:when test="$type = 'no:phone'"><xsl:attribute name="inputmode">tel</xsl:attribute><xsl:attribute name="size">16</xsl:attribute></xsl:when>
    <xsl:when test="$type = 'email'"><xsl:attribute name="inputmode">email</xsl:attribute><xsl:attribute name="autocapitalize">none</xsl:attribute><xsl:attribute name="spellcheck">false</xsl:attribute></xsl:when>
    <xsl:when test="$type = 'decimal'"><xsl:attribute name="inputmode">decimal</xsl:attribute><xsl:attribute name="size">12</xsl:attribute></xsl:when>
    <xsl:when test="self::f:number"><xsl:attribute name="inputmode">numeric</xsl:attribute><xsl:attribute name="size">12</xsl:attribute></xsl:when>
  </xsl:choose>
  <xsl:attribute name="autocomplete">
    <xsl:choose>
      <xsl:when test="$type = 'email' and $own">email</xsl:when>
      <xsl:when test="$type = 'no:phone' and $own">tel</xsl:when>
      <xsl:when test="$type = 'no:postcode' and $own">postal-code</xsl:when>
      <xsl:otherwise>off</xsl:otherwise>
    </xsl:choose>
  </xsl:attribute>
</xsl:template>

<!-- A box for words and a button; what fits stands below as radios.  With JavaScript the page asks while one types. -->
<xsl:template match="f:choice[@appearance = 'search']" mode="field">
  <fieldset class="ds-fieldset">
    <s:attr name="data-invalid" if="invalid">true</s:attr>
    <legend class="ds-label"><xsl:call-template name="label"/></legend>
    <xsl:call-template name="hint"/>
    <div class="ds-field sk-search">
      <label class="ds-label"><s:attr name="for"><s:text name="id"/></s:attr><xsl:apply-templates select="$words[@id = 'search-in']"/></label>
      <div class="sk-unit">
        <input class="ds-input" type="search" autocomplete="off" data-hx-trigger="input delay:300ms" data-hx-target="#skjema" maxlength="100">
          <xsl:call-template name="id"/>
          <s:attr name="name">sok-<s:text name="name"/></s:attr>
          <s:attr name="value"><s:text name="words"/></s:attr>
          <s:attr name="data-hx-post"><s:text name="action"/></s:attr>
          <s:attr name="data-hx-vals">{"handling":"sok:<s:text name="name"/>"}</s:attr>
          <s:attr name="aria-describedby" if="described"><s:text name="described"/></s:attr>
          <s:attr name="aria-invalid" if="invalid">true</s:attr>
        </input>
        <button class="ds-button" data-variant="secondary" type="submit" name="handling">
          <s:attr name="value">sok:<s:text name="name"/></s:attr>
          <s:attr name="formaction">#<s:text name="id"/></s:attr>
          <xsl:apply-templates select="$words[@id = 'search']"><xsl:with-param name="label" select="f:label"/><xsl:with-param name="in" select="f:label/@xml:lang"/></xsl:apply-templates>
        </button>
      </div>
    </div>
    <p class="sk-quiet">
      <s:if not="searched"><xsl:apply-templates select="$words[@id = 'search-how']"/></s:if>
      <s:if test="searched">
        <s:if test="none"><xsl:apply-templates select="$words[@id = 'search-none']"/></s:if>
        <s:if not="none"><s:if test="more"><xsl:apply-templates select="$words[@id = 'search-more']"/></s:if><s:if not="more"><xsl:apply-templates select="$words[@id = 'search-hits']"/></s:if></s:if>
      </s:if>
    </p>
    <xsl:call-template name="boxes"><xsl:with-param name="type" select="'radio'"/></xsl:call-template>
    <xsl:call-template name="messages"/>
  </fieldset>
</xsl:template>

<!-- Long lists and lists of a register are a select; it works with every keyboard and reader, and by typing. -->
<xsl:template match="f:choice" mode="field">
  <xsl:variable name="list" select="/f:form/f:list[@id = current()/@list]"/>
  <xsl:choose>
    <xsl:when test="@appearance = 'radio' or (not(@appearance) and $list/f:item and count($list/f:item) &lt; 8)">
      <xsl:call-template name="options"><xsl:with-param name="type" select="'radio'"/></xsl:call-template>
    </xsl:when>
    <xsl:otherwise>
      <div class="ds-field">
        <xsl:call-template name="field-label"/>
        <xsl:call-template name="hint"/>
        <select class="ds-input">
          <xsl:call-template name="field-attrs"/>
          <option value="">
            <xsl:for-each select="$words[@id = 'choose']/@xml:lang"><xsl:attribute name="lang"><xsl:value-of select="."/></xsl:attribute></xsl:for-each>
            <xsl:value-of select="$words[@id = 'choose']"/>
          </option>
          <s:each name="options">
            <option><s:attr name="value"><s:text name="value"/></s:attr><s:attr name="selected" if="value" same="chosen"/><s:text name="label"/></option>
          </s:each>
        </select>
        <xsl:call-template name="messages"/>
      </div>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template match="f:choices" mode="field">
  <xsl:call-template name="options"><xsl:with-param name="type" select="'checkbox'"/></xsl:call-template>
</xsl:template>

<xsl:template name="options">
  <xsl:param name="type"/>
  <fieldset class="ds-fieldset">
    <s:attr name="aria-describedby" if="described"><s:text name="described"/></s:attr>
    <s:attr name="data-invalid" if="invalid">true</s:attr>
    <legend class="ds-label"><xsl:call-template name="label"/></legend>
    <xsl:call-template name="hint"/>
    <xsl:call-template name="boxes"><xsl:with-param name="type" select="$type"/></xsl:call-template>
    <xsl:call-template name="messages"/>
  </fieldset>
</xsl:template>

<xsl:template name="boxes">
  <xsl:param name="type"/>
  <div class="sk-options">
    <s:each name="options">
      <div class="ds-field sk-option">
        <input class="ds-input" type="{$type}">
          <xsl:call-template name="id"/>
          <s:attr name="name"><s:text name="name"/></s:attr>
          <s:attr name="value"><s:text name="value"/></s:attr>
          <s:attr name="checked" if="checked"/>
          <s:attr name="aria-invalid" if="invalid">true</s:attr>
        </input>
        <label class="ds-label"><s:attr name="for"><s:text name="id"/></s:attr><s:text name="label"/><s:if test="note"><xsl:text> </xsl:text><span class="sk-quiet"><s:text name="note"/></span></s:if></label>
      </div>
    </s:each>
  </div>
</xsl:template>

<xsl:template match="f:confirm" mode="field">
  <div class="ds-field sk-confirm">
    <input class="ds-input" type="checkbox" value="true">
      <xsl:call-template name="field-attrs"/>
      <s:attr name="checked" if="value"/>
    </input>
    <xsl:call-template name="field-label"/>
    <xsl:call-template name="hint"/>
    <xsl:call-template name="messages"/>
  </div>
</xsl:template>

<!-- When there is room for no more, there is nothing to label: the words are a paragraph, and take the id. -->
<xsl:template match="f:upload" mode="field">
  <xsl:variable name="accept"><xsl:call-template name="accept"/></xsl:variable>
  <div class="ds-field sk-upload">
    <s:if test="can_add"><xsl:call-template name="field-label"/></s:if>
    <s:if not="can_add"><p class="ds-label" tabindex="-1"><xsl:call-template name="id"/><xsl:apply-templates select="f:label" mode="words"/><xsl:call-template name="code"/></p></s:if>
    <div data-field="description" class="sk-hint">
      <xsl:call-template name="id"><xsl:with-param name="tail" select="'-hjelp'"/></xsl:call-template>
      <xsl:if test="f:hint"><p><xsl:apply-templates select="f:hint" mode="words"/></p></xsl:if>
      <p><xsl:call-template name="accepts"/></p>
    </div>
    <xsl:call-template name="help"/>
    <s:if test="files">
      <ul class="sk-files">
        <s:each name="files">
          <li>
            <span><xsl:call-template name="file"/></span>
            <button class="ds-button" data-variant="tertiary" type="submit" name="handling">
              <s:attr name="value">fjern-fil:<s:text name="name"/>:<s:text name="file"/></s:attr>
              <xsl:apply-templates select="$words[@id = 'remove-file']"/>
            </button>
          </li>
        </s:each>
      </ul>
    </s:if>
    <s:if test="can_add">
      <div class="sk-upload-add">
        <input class="ds-input" type="file">
          <xsl:attribute name="accept"><xsl:value-of select="translate(normalize-space($accept), ' ', ',')"/></xsl:attribute>
          <xsl:if test="not(@max-count = '1')"><xsl:attribute name="multiple">multiple</xsl:attribute></xsl:if>
          <xsl:call-template name="field-attrs"/>
        </input>
        <noscript><button class="ds-button" data-variant="secondary" type="submit" name="handling" value="oppdater"><xsl:apply-templates select="$words[@id = 'upload']"/></button></noscript>
      </div>
      <label class="sk-sending" hidden="hidden" data-sending="data-sending">
        <span class="ds-sr-only"><xsl:apply-templates select="$words[@id = 'uploading']"><xsl:with-param name="label" select="f:label"/><xsl:with-param name="in" select="f:label/@xml:lang"/></xsl:apply-templates></span>
        <progress max="100"/>
      </label>
    </s:if>
    <s:if not="can_add"><p class="sk-quiet"><xsl:apply-templates select="$words[@id = 'files-full']"/></p></s:if>
    <xsl:call-template name="messages"/>
  </div>
</xsl:template>

<!-- A file that is waiting for its scan, or had a virus, cannot be opened. -->
<xsl:template name="file">
  <s:if test="waiting"><s:text name="file_name"/></s:if>
  <s:if not="waiting">
    <s:if test="infected"><s:text name="file_name"/></s:if>
    <s:if not="infected"><a class="ds-link"><s:attr name="href"><s:text name="files_href"/>/<s:text name="file"/></s:attr><s:text name="file_name"/></a></s:if>
  </s:if>
  <xsl:text> </xsl:text><span class="sk-quiet"><s:text name="file_size"/></span>
  <s:if test="waiting"><xsl:text> </xsl:text><span class="ds-tag" data-color="warning"><xsl:apply-templates select="$words[@id = 'file-waiting']"/></span></s:if>
  <s:if test="infected"><xsl:text> </xsl:text><span class="ds-tag" data-color="danger"><xsl:apply-templates select="$words[@id = 'file-infected']"/></span></s:if>
</xsl:template>

<!-- «Du kan legge ved PDF eller bilde. Høyst 5 filer, 10 MB hver.» -->
<xsl:template name="accept">
  <xsl:choose>
    <xsl:when test="@accept"><xsl:value-of select="@accept"/></xsl:when>
    <xsl:otherwise>application/pdf image/png image/jpeg text/plain</xsl:otherwise>
  </xsl:choose>
</xsl:template>
<xsl:template name="accepts">
  <xsl:variable name="accept"><xsl:call-template name="accept"/></xsl:variable>
  <xsl:apply-templates select="$words[@id = 'accepts']"/>
  <xsl:text> </xsl:text>
  <xsl:call-template name="kinds">
    <xsl:with-param name="ids">
      <xsl:if test="contains($accept, 'pdf')">kind-pdf|</xsl:if>
      <xsl:if test="contains($accept, 'image/')">kind-image|</xsl:if>
      <xsl:if test="contains($accept, 'word') or contains($accept, 'document.text') or contains($accept, 'rtf')">kind-text|</xsl:if>
      <xsl:if test="contains($accept, 'excel') or contains($accept, 'sheet') or contains($accept, 'csv')">kind-sheet|</xsl:if>
      <xsl:if test="contains($accept, 'powerpoint') or contains($accept, 'presentation')">kind-slides|</xsl:if>
      <xsl:if test="contains($accept, 'text/plain')">kind-plain|</xsl:if>
      <xsl:if test="contains($accept, 'zip')">kind-zip|</xsl:if>
    </xsl:with-param>
  </xsl:call-template>
  <xsl:text>. </xsl:text>
  <xsl:choose>
    <xsl:when test="@max-count = '1'"><xsl:apply-templates select="$words[@id = 'most-one']"/></xsl:when>
    <xsl:otherwise><xsl:apply-templates select="$words[@id = 'most-many']"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template name="kinds">
  <xsl:param name="ids"/>
  <xsl:variable name="rest" select="substring-after($ids, '|')"/>
  <xsl:apply-templates select="$words[@id = substring-before($ids, '|')]"/>
  <xsl:if test="$rest">
    <xsl:choose>
      <xsl:when test="substring-after($rest, '|')">, </xsl:when>
      <xsl:otherwise><xsl:text> </xsl:text><xsl:apply-templates select="$words[@id = 'or']"/><xsl:text> </xsl:text></xsl:otherwise>
    </xsl:choose>
    <xsl:call-template name="kinds"><xsl:with-param name="ids" select="$rest"/></xsl:call-template>
  </xsl:if>
</xsl:template>

<xsl:template match="f:output">
  <xsl:choose>
    <xsl:when test="@name">
      <s:with name="q.{@name}">
        <div class="sk-output">
          <xsl:call-template name="id"/>
          <xsl:if test="f:label"><p class="sk-quiet"><xsl:apply-templates select="f:label" mode="words"/></p></xsl:if>
          <p><s:text name="shown"/></p>
          <xsl:call-template name="messages"/>
        </div>
      </s:with>
    </xsl:when>
    <xsl:otherwise>
      <s:with name="o.{count(preceding::f:output) + 1}">
        <div class="sk-output"><p><xsl:choose>
          <xsl:when test="@value"><s:text name="shown"/></xsl:when>
          <xsl:otherwise><xsl:apply-templates select="." mode="words"/></xsl:otherwise>
        </xsl:choose></p></div>
      </s:with>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- ==== repeat ========================================================================== -->
<xsl:template name="small-label">
  <xsl:variable name="l" select="normalize-space(f:label)"/>
  <xsl:value-of select="concat(translate(substring($l, 1, 1), $upper, $lower), substring($l, 2))"/>
</xsl:template>

<xsl:template match="f:repeat">
  <s:with name="q.{@name}">
    <div class="sk-repeat" role="group" tabindex="-1" aria-label="{normalize-space(f:label)}">
      <xsl:call-template name="id"/>
      <xsl:choose>
        <xsl:when test="f:hint">
          <s:attr name="aria-describedby"><s:text name="id"/>-hjelp<s:if test="invalid"><xsl:text> </xsl:text><s:text name="id"/>-feil</s:if></s:attr>
        </xsl:when>
        <xsl:otherwise><s:attr name="aria-describedby" if="invalid"><s:text name="id"/>-feil</s:attr></xsl:otherwise>
      </xsl:choose>
      <s:attr name="data-invalid" if="invalid">true</s:attr>
      <xsl:call-template name="hint"/>
      <ol class="sk-rows">
        <s:each name="rows">
          <li class="sk-row">
            <fieldset tabindex="-1">
              <s:attr name="id"><s:text name="id"/>-rad-<s:text name="number"/></s:attr>
              <legend><xsl:apply-templates select="f:label" mode="words"/><xsl:text> </xsl:text><s:text name="number"/></legend>
              <xsl:apply-templates/>
              <div class="sk-row-tools">
                <xsl:if test="@ordered = 'true'">
                  <s:if not="first"><xsl:call-template name="row-button"><xsl:with-param name="do" select="'opp'"/><xsl:with-param name="word" select="'up'"/></xsl:call-template></s:if>
                  <s:if not="last"><xsl:call-template name="row-button"><xsl:with-param name="do" select="'ned'"/><xsl:with-param name="word" select="'down'"/></xsl:call-template></s:if>
                </xsl:if>
                <s:if test="can_remove"><xsl:call-template name="row-button"><xsl:with-param name="do" select="'fjern'"/><xsl:with-param name="word" select="'remove'"/></xsl:call-template></s:if>
              </div>
            </fieldset>
          </li>
        </s:each>
      </ol>
      <xsl:call-template name="messages"/>
      <s:if test="can_add">
        <button class="ds-button" data-variant="secondary" type="submit" name="handling">
          <s:attr name="value">legg-til:<s:text name="name"/></s:attr>
          <xsl:apply-templates select="$words[@id = 'add']"><xsl:with-param name="label"><xsl:call-template name="small-label"/></xsl:with-param><xsl:with-param name="in" select="f:label/@xml:lang"/></xsl:apply-templates>
        </button>
      </s:if>
    </div>
  </s:with>
</xsl:template>

<xsl:template name="row-button">
  <xsl:param name="do"/>
  <xsl:param name="word"/>
  <button class="ds-button" data-variant="tertiary" type="submit" name="handling">
    <s:attr name="value"><xsl:value-of select="$do"/>:<s:text name="name"/>:<s:text name="number"/></s:attr>
    <xsl:apply-templates select="$words[@id = $word]"><xsl:with-param name="label"><xsl:call-template name="small-label"/></xsl:with-param><xsl:with-param name="in" select="f:label/@xml:lang"/></xsl:apply-templates>
  </button>
</xsl:template>

<!-- ==== the answers, to read ============================================================ -->
<xsl:template match="f:page" mode="summary">
  <s:with name="p.{@id}">
    <section>
      <div class="sk-answers-head">
        <h2 class="ds-heading" data-size="sm"><xsl:apply-templates select="f:title" mode="words"/></h2>
        <s:if test="editable">
          <a class="ds-link"><s:attr name="href"><s:text name="change_href"/></s:attr><xsl:apply-templates select="$words[@id = 'change']"><xsl:with-param name="label" select="f:title"/><xsl:with-param name="in" select="f:title/@xml:lang"/></xsl:apply-templates></a>
        </s:if>
      </div>
      <dl><xsl:apply-templates mode="summary"/></dl>
    </section>
  </s:with>
</xsl:template>

<xsl:template match="f:title | f:label | f:hint | f:help | f:alert | f:constraint | f:check | f:var | f:list |
    f:lookup | f:output[not(@name and @value)]" mode="summary"/>
<xsl:template match="f:section" mode="summary"><xsl:apply-templates mode="summary"/></xsl:template>

<xsl:template match="f:text | f:number | f:money | f:date | f:choice | f:choices | f:confirm | f:output[@name][@value]" mode="summary">
  <s:with name="q.{@name}">
    <div>
      <dt><xsl:apply-templates select="f:label" mode="words"/></dt>
      <dd><s:if test="shown"><s:text name="shown"/></s:if><s:if not="shown"><span class="sk-quiet"><xsl:apply-templates select="$words[@id = 'not-answered']"/></span></s:if><xsl:call-template name="source-told"/></dd>
    </div>
  </s:with>
</xsl:template>

<xsl:template name="files">
  <s:if test="files"><ul class="sk-files"><s:each name="files"><li><span><xsl:call-template name="file"/></span></li></s:each></ul></s:if>
  <s:if not="files"><span class="sk-quiet"><xsl:apply-templates select="$words[@id = 'no-files']"/></span></s:if>
</xsl:template>
<xsl:template match="f:upload" mode="summary">
  <s:with name="q.{@name}">
    <div>
      <dt><xsl:apply-templates select="f:label" mode="words"/><xsl:call-template name="code"/></dt>
      <dd><xsl:call-template name="files"/></dd>
    </div>
  </s:with>
</xsl:template>

<xsl:template match="f:repeat" mode="summary">
  <s:with name="q.{@name}">
    <div>
      <dt><xsl:apply-templates select="f:label" mode="words"/></dt>
      <dd><ol><s:each name="rows"><li><s:if test="hidden"><span class="sk-quiet"><xsl:apply-templates select="$words[@id = 'row-hidden']"/></span></s:if><s:if not="hidden"><xsl:apply-templates select="*" mode="row"/></s:if></li></s:each></ol></dd>
    </div>
  </s:with>
</xsl:template>

<xsl:template match="*" mode="row"/>
<xsl:template match="f:section" mode="row"><xsl:apply-templates select="*" mode="row"/></xsl:template>
<xsl:template match="f:text | f:number | f:money | f:date | f:choice | f:choices | f:confirm | f:output[@name][@value]" mode="row">
  <s:with name="q.{@name}">
    <div class="sk-pair">
      <xsl:if test="count(ancestor::f:repeat[1]//*[@name]) &gt; 1"><span class="sk-pair-label"><xsl:apply-templates select="f:label" mode="words"/><xsl:if test="not(contains(f:label, '?'))">:</xsl:if></span><xsl:text> </xsl:text></xsl:if>
      <s:if test="shown"><s:text name="shown"/></s:if><s:if not="shown"><span class="sk-quiet"><xsl:apply-templates select="$words[@id = 'not-answered']"/></span></s:if>
      <xsl:call-template name="source-told"/>
    </div>
  </s:with>
</xsl:template>
<xsl:template match="f:upload" mode="row">
  <s:with name="q.{@name}">
    <div class="sk-pair"><span class="sk-pair-label"><xsl:apply-templates select="f:label" mode="words"/><xsl:call-template name="code"/>:</span><xsl:text> </xsl:text><xsl:call-template name="files"/></div>
  </s:with>
</xsl:template>
<xsl:template match="f:repeat" mode="row">
  <s:with name="q.{@name}"><div class="sk-pair"><span class="sk-pair-label"><xsl:apply-templates select="f:label" mode="words"/>:</span></div><ol><s:each name="rows"><li><s:if test="hidden"><span class="sk-quiet"><xsl:apply-templates select="$words[@id = 'row-hidden']"/></span></s:if><s:if not="hidden"><xsl:apply-templates select="*" mode="row"/></s:if></li></s:each></ol></s:with>
</xsl:template>
</xsl:stylesheet>
