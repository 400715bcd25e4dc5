<?xml version="1.0" encoding="UTF-8"?>
<!--
  form-map.xsl: a question that is answered on a map, and numbers with units; put at the end of form.xsl, which tells
  what the slots hold
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:skranke:form:1"
    xmlns:s="urn:skranke:slot:1" xmlns:w="urn:skranke:words:1" exclude-result-prefixes="f w">
<xsl:template match="f:number[@unit]" mode="field">
  <div class="ds-field">
    <xsl:call-template name="field-label"/>
    <xsl:call-template name="hint"/>
    <div class="sk-unit">
      <input class="ds-input" type="text">
        <xsl:call-template name="typed-attrs"/>
        <xsl:call-template name="field-attrs"/>
        <s:attr name="value"><s:text name="value"/></s:attr>
      </input>
      <span><xsl:value-of select="@unit"/></span>
    </div>
    <xsl:call-template name="messages"/>
  </div>
</xsl:template>

<!-- The points as text are the answer; with JavaScript they are drawn too (theme/kart.js), and without it a picture shows
     what was written. -->
<xsl:template match="f:map" mode="field">
  <div class="ds-field sk-map">
    <xsl:call-template name="field-label"/>
    <div data-field="description" class="sk-hint">
      <xsl:call-template name="id"><xsl:with-param name="tail" select="'-hjelp'"/></xsl:call-template>
      <xsl:if test="f:hint"><p><xsl:apply-templates select="f:hint" mode="words"/></p></xsl:if>
      <p><xsl:apply-templates select="$words[@id = concat('map-', current()/@shape)]"/></p>
    </div>
    <xsl:call-template name="help"/>
    <div class="sk-map-box" hidden="hidden" data-shape="{@shape}">
      <s:attr name="data-map"><s:text name="id"/></s:attr>
      <s:attr name="data-href"><s:text name="map_href"/></s:attr>
      <p class="sk-quiet"><s:attr name="id"><s:text name="id"/>-kart</s:attr><xsl:apply-templates select="$words[@id = concat('map-draw-', current()/@shape)]"/></p>
      <div class="sk-map-canvas" role="application" tabindex="0">
        <s:attr name="aria-describedby"><s:text name="id"/>-kart</s:attr>
        <s:attr name="aria-label"><xsl:call-template name="map-name"/></s:attr>
      </div>
      <div class="sk-map-tools">
        <button class="ds-button" data-variant="secondary" type="button" data-do="put"><xsl:apply-templates select="$words[@id = 'map-put']"/></button>
        <button class="ds-button" data-variant="tertiary" type="button" data-do="undo"><xsl:apply-templates select="$words[@id = 'map-undo']"/></button>
        <button class="ds-button" data-variant="tertiary" type="button" data-do="clear"><xsl:apply-templates select="$words[@id = 'map-clear']"/></button>
      </div>
      <p class="sk-quiet" role="status"><span data-points=""></span><xsl:text> </xsl:text><xsl:apply-templates select="$words[@id = 'map-points']"/></p>
    </div>
    <textarea class="ds-input" rows="{1 + 4 * number(@shape = 'polygon')}" autocomplete="off" spellcheck="false">
      <xsl:call-template name="field-attrs"/>
      <s:text name="value"/>
    </textarea>
    <noscript><button class="ds-button" data-variant="secondary" type="submit" name="handling" value="oppdater"><xsl:apply-templates select="$words[@id = 'map-show']"/></button></noscript>
    <xsl:call-template name="messages"/>
    <xsl:call-template name="picture"/>
  </div>
</xsl:template>

<!-- In an attribute, where no element can say that it is bokmål. -->
<xsl:template name="map-name">
  <xsl:value-of select="concat($words[@id = 'map-name'], ' ', normalize-space(f:label))"/>
</xsl:template>

<xsl:template name="picture">
  <s:with name="picture">
    <div class="sk-map-picture">
      <svg viewBox="0 0 600 400" role="img">
        <s:attr name="aria-label"><s:text name="alt"/></s:attr>
        <rect class="sk-map-ground" width="600" height="400"/>
        <s:each name="strokes"><path><s:attr name="class">sk-map-<s:text name="layer"/></s:attr><s:attr name="d"><s:text name="d"/></s:attr></path></s:each>
        <s:each name="names"><text class="sk-map-name" text-anchor="middle"><s:attr name="x"><s:text name="x"/></s:attr><s:attr name="y"><s:text name="y"/></s:attr><s:text name="text"/></text></s:each>
        <path class="sk-map-scale"><s:attr name="d">M16 372v8h<s:text name="scale_wide"/>v-8</s:attr></path>
        <text class="sk-map-name" x="20" y="372"><s:text name="scale"/></text>
      </svg>
    </div>
  </s:with>
</xsl:template>

<!-- ==== to read ========================================================================= -->
<xsl:template name="drawn">
  <s:if test="shown"><xsl:call-template name="picture"/><p class="sk-quiet"><s:text name="shown"/></p></s:if>
  <s:if not="shown"><span class="sk-quiet"><xsl:apply-templates select="$words[@id = 'not-answered']"/></span></s:if>
</xsl:template>
<xsl:template match="f:map" mode="summary">
  <s:with name="q.{@name}">
    <div>
      <dt><xsl:apply-templates select="f:label" mode="words"/></dt>
      <dd><xsl:call-template name="drawn"/></dd>
    </div>
  </s:with>
</xsl:template>
<xsl:template match="f:map" mode="row">
  <s:with name="q.{@name}">
    <div class="sk-pair"><span class="sk-pair-label"><xsl:apply-templates select="f:label" mode="words"/>:</span><xsl:text> </xsl:text><xsl:call-template name="drawn"/></div>
  </s:with>
</xsl:template>
</xsl:stylesheet>
