<?xml version="1.0" encoding="UTF-8"?>
<!--
  form-lookup.xsl: a register that fills questions in; put at the end of form.xsl, which tells what the slots hold
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:skranke:form:1"
    xmlns:s="urn:skranke:slot:1" xmlns:w="urn:skranke:words:1" exclude-result-prefixes="f w">
<!-- A box for words and a button; what the register has stands below, each with a button that fills the questions in.
     With rows it is the button alone.  Pressed, the page comes with the answer in view. -->
<xsl:template match="f:lookup">
  <s:with name="q.{@name}">
    <s:if not="readonly">
      <div class="sk-lookup" role="group">
        <s:attr name="aria-labelledby"><s:text name="id"/>-navn</s:attr>
        <xsl:choose>
          <xsl:when test="@rows"><xsl:call-template name="lookup-rows"/></xsl:when>
          <xsl:otherwise><xsl:call-template name="lookup-box"/></xsl:otherwise>
        </xsl:choose>
        <s:if test="asked"><p class="sk-found" tabindex="-1" autofocus="autofocus"><xsl:call-template name="id"><xsl:with-param name="tail" select="'-svar'"/></xsl:call-template><xsl:call-template name="lookup-said"/></p></s:if>
        <xsl:if test="not(@rows)">
          <s:if test="hits">
            <ul class="sk-hits">
              <s:each name="hits">
                <li>
                  <span><s:text name="label"/><s:if test="note"><xsl:text> </xsl:text><span class="sk-quiet"><s:text name="note"/></span></s:if></span>
                  <button class="ds-button" data-variant="secondary" data-size="sm" type="submit" name="handling">
                    <s:attr name="value">velg:<s:text name="name"/>:<s:text name="mark"/></s:attr>
                    <xsl:apply-templates select="$words[@id = 'lookup-choose']"/>
                  </button>
                </li>
              </s:each>
            </ul>
          </s:if>
        </xsl:if>
        <xsl:call-template name="messages"/>
      </div>
    </s:if>
  </s:with>
</xsl:template>

<xsl:template name="lookup-box">
  <div class="ds-field sk-search">
    <label class="ds-label">
      <xsl:call-template name="id"><xsl:with-param name="tail" select="'-navn'"/></xsl:call-template>
      <s:attr name="for"><s:text name="id"/></s:attr>
      <xsl:apply-templates select="f:label" mode="words"/>
    </label>
    <xsl:call-template name="hint"/>
    <div class="sk-unit">
      <input class="ds-input" type="search" autocomplete="off" maxlength="100">
        <xsl:call-template name="id"/>
        <s:attr name="name">sok-<s:text name="name"/></s:attr>
        <s:attr name="value"><s:text name="words"/></s:attr>
        <s:attr name="aria-describedby" if="described"><s:text name="described"/></s:attr>
        <s:attr name="aria-invalid" if="invalid">true</s:attr>
      </input>
      <input type="hidden"><s:attr name="name">sok-<s:text name="name"/>-sist</s:attr><s:attr name="value"><s:text name="last"/></s:attr></input>
      <button class="ds-button" data-variant="secondary" type="submit" name="handling">
        <s:attr name="value">sok:<s:text name="name"/></s:attr>
        <s:attr name="formaction">#<s:text name="id"/>-svar</s:attr>
        <xsl:apply-templates select="$words[@id = 'search']"><xsl:with-param name="label" select="f:label"/><xsl:with-param name="in" select="f:label/@xml:lang"/></xsl:apply-templates>
      </button>
    </div>
  </div>
</xsl:template>

<xsl:template name="lookup-rows">
  <xsl:call-template name="hint"/>
  <button class="ds-button" data-variant="secondary" type="submit" name="handling">
    <xsl:call-template name="id"/>
    <s:attr name="value">hent:<s:text name="name"/></s:attr>
    <s:attr name="formaction">#<s:text name="id"/>-svar</s:attr>
    <s:attr name="aria-describedby" if="described"><s:text name="described"/></s:attr>
    <span><xsl:call-template name="id"><xsl:with-param name="tail" select="'-navn'"/></xsl:call-template><xsl:apply-templates select="f:label" mode="words"/></span>
  </button>
</xsl:template>

<xsl:template name="lookup-said">
  <s:if test="away"><xsl:apply-templates select="$words[@id = 'lookup-away']"/></s:if>
  <s:if test="unnamed"><xsl:apply-templates select="$words[@id = 'lookup-unnamed']"/></s:if>
  <s:if test="moved"><xsl:apply-templates select="$words[@id = 'lookup-moved']"/><xsl:text> </xsl:text></s:if>
  <s:if test="none">
    <xsl:choose>
      <xsl:when test="@rows"><xsl:apply-templates select="$words[@id = 'lookup-no-rows']"/></xsl:when>
      <xsl:otherwise><xsl:apply-templates select="$words[@id = 'lookup-none']"/></xsl:otherwise>
    </xsl:choose>
  </s:if>
  <s:if test="found"><s:if test="more"><xsl:apply-templates select="$words[@id = 'lookup-more']"/></s:if><s:if not="more"><xsl:apply-templates select="$words[@id = 'lookup-hits']"/></s:if></s:if>
  <s:if test="fetched"><xsl:apply-templates select="$words[@id = 'lookup-fetched']"/></s:if>
  <s:if test="full"><xsl:text> </xsl:text><xsl:apply-templates select="$words[@id = 'lookup-full']"/></s:if>
</xsl:template>

<!-- What a register gave and nobody sees. -->
<xsl:template match="f:text[@type = 'no:ref']"/>
<xsl:template match="f:text[@type = 'no:ref']" mode="summary"/>
<xsl:template match="f:text[@type = 'no:ref']" mode="row"/>

<!-- Does a lookup fill this question in? -->
<xsl:template name="is-filled">
  <xsl:variable name="group" select="(ancestor::f:repeat[1] | /f:form)[last()]"/>
  <xsl:variable name="name" select="@name"/>
  <xsl:variable name="here" select="$group//f:lookup[not(@rows)][generate-id((ancestor::f:repeat[1] | /f:form)[last()]) = generate-id($group)]"/>
  <xsl:if test="$here[contains(concat(' ', translate(@fills, ':', ' '), ' '), concat(' ', $name, ' '))] or
      ($group/self::f:repeat and //f:lookup[@rows = $group/@name])">yes</xsl:if>
</xsl:template>
</xsl:stylesheet>
