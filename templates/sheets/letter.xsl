<?xml version="1.0" encoding="UTF-8"?>
<!--
  A letter on paper: the input of fcgi/paper/fo.c (urn:skranke:paper:1) becomes XSL-FO for the press.

  A4.  The receiver's address stands where the window of a C5 or E65 envelope is (20 to 105 mm from the
  left, 45 to 90 mm from the top), and nothing else does.  Beside it what one looks for first: day,
  case number, the code that proves the letter.  Everything that is read stands in the flow, in the
  order it is read; what repeats on each page is an artifact.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:fo="http://www.w3.org/1999/XSL/Format"
    xmlns:fox="http://xmlgraphics.apache.org/fop/extensions"
    xmlns:p="urn:skranke:paper:1" xmlns:l="urn:skranke:letter:1" xmlns:w="urn:skranke:words:1" xmlns:s="urn:skranke:slot:1"
    xmlns:x="adobe:ns:meta/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
    xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" exclude-result-prefixes="p l w s">
  <xsl:output method="xml" encoding="UTF-8" indent="no"/>
  <xsl:strip-space elements="p:* w:words l:letter l:list l:rows l:row l:table l:columns"/>

  <xsl:variable name="ink">#1e2b3c</xsl:variable>
  <xsl:variable name="quiet">#4a5766</xsl:variable>
  <xsl:variable name="rule">#c3cad3</xsl:variable>
  <xsl:variable name="paper" select="/p:paper"/>
  <xsl:variable name="words" select="/p:paper/w:words/w:word"/>

  <xsl:template match="/p:paper">
    <fo:root xml:lang="{@lang}" font-family="Open Sans, DejaVu Sans" font-size="10.5pt" line-height="1.5" color="{$ink}">
      <fo:layout-master-set>
        <fo:simple-page-master master-name="first" page-height="297mm" page-width="210mm" margin="15mm 20mm 8mm 20mm">
          <fo:region-body margin-top="82mm" margin-bottom="20mm"/>
          <fo:region-after extent="20mm" display-align="after"/>
        </fo:simple-page-master>
        <fo:simple-page-master master-name="rest" page-height="297mm" page-width="210mm" margin="15mm 20mm 8mm 20mm">
          <fo:region-body margin-top="14mm" margin-bottom="20mm"/>
          <fo:region-before region-name="running" extent="14mm"/>
          <fo:region-after extent="20mm" display-align="after"/>
        </fo:simple-page-master>
        <fo:page-sequence-master master-name="letter">
          <fo:repeatable-page-master-alternatives>
            <fo:conditional-page-master-reference master-reference="first" page-position="first"/>
            <fo:conditional-page-master-reference master-reference="rest"/>
          </fo:repeatable-page-master-alternatives>
        </fo:page-sequence-master>
      </fo:layout-master-set>
      <xsl:call-template name="metadata"/>
      <fo:page-sequence master-reference="letter" initial-page-number="1">
        <fo:static-content flow-name="running" role="artifact">
          <fo:block font-size="8.5pt" color="{$quiet}" border-after-style="solid" border-after-width="0.4pt"
              border-after-color="{$rule}" padding-after="1.5mm" text-align-last="justify">
            <xsl:value-of select="@tenant"/><fo:leader leader-pattern="space"/><xsl:value-of select="@case"/>
          </fo:block>
        </fo:static-content>
        <fo:static-content flow-name="xsl-region-after" role="artifact"><xsl:call-template name="foot"/></fo:static-content>
        <fo:flow flow-name="xsl-region-body">
          <xsl:call-template name="sender"/>
          <xsl:if test="p:receiver"><xsl:call-template name="address"/></xsl:if>
          <xsl:call-template name="facts"/>
          <xsl:apply-templates select="l:letter/*"/>
          <fo:block id="end" line-height="0"/>
        </fo:flow>
      </fo:page-sequence>
    </fo:root>
  </xsl:template>

  <!-- ISO 14289-1 and 19005-2: who, what and in which language, with the schema of what PDF/A does not know itself -->
  <xsl:template name="metadata">
    <fo:declarations>
      <x:xmpmeta>
        <rdf:RDF>
          <rdf:Description rdf:about="">
            <dc:title><rdf:Alt><rdf:li xml:lang="x-default"><xsl:value-of select="l:letter/l:title"/></rdf:li></rdf:Alt></dc:title>
            <dc:creator><rdf:Seq><rdf:li><xsl:value-of select="@tenant"/></rdf:li></rdf:Seq></dc:creator>
            <dc:language><rdf:Bag><rdf:li><xsl:value-of select="@lang"/></rdf:li></rdf:Bag></dc:language>
          </rdf:Description>
          <rdf:Description rdf:about="">
            <pdfaExtension:schemas>
              <rdf:Bag>
                <rdf:li rdf:parseType="Resource">
                  <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
                  <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
                  <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
                  <pdfaSchema:property>
                    <rdf:Seq>
                      <rdf:li rdf:parseType="Resource">
                        <pdfaProperty:name>part</pdfaProperty:name>
                        <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
                        <pdfaProperty:category>internal</pdfaProperty:category>
                        <pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
                      </rdf:li>
                    </rdf:Seq>
                  </pdfaSchema:property>
                </rdf:li>
              </rdf:Bag>
            </pdfaExtension:schemas>
          </rdf:Description>
        </rdf:RDF>
      </x:xmpmeta>
    </fo:declarations>
  </xsl:template>

  <!-- A letter is never lost to a long name: what is long is set smaller, and may be broken anywhere. -->
  <xsl:template name="sender">
    <xsl:if test="p:logo/*">
      <fo:block-container absolute-position="fixed" left="20mm" top="15mm" width="18mm" height="20mm" display-align="center">
        <fo:block line-height="0">
          <fo:instream-foreign-object width="18mm" height="18mm" content-width="scale-to-fit" content-height="scale-to-fit" scaling="uniform"
              fox:alt-text="{$words[@id = 'emblem']} {@tenant}">
            <xsl:copy-of select="p:logo/*"/>
          </fo:instream-foreign-object>
        </fo:block>
      </fo:block-container>
    </xsl:if>
    <fo:block-container absolute-position="fixed" left="{20 + 22 * count(p:logo)}mm" top="14mm" width="{170 - 22 * count(p:logo)}mm" height="22mm"
        display-align="center">
      <fo:block font-size="14pt" font-weight="bold" line-height="1.2">
        <xsl:if test="string-length(@tenant) > 60"><xsl:attribute name="font-size">11pt</xsl:attribute></xsl:if>
        <xsl:value-of select="@tenant"/>
      </fo:block>
    </fo:block-container>
  </xsl:template>

  <xsl:template name="address">
    <fo:block-container absolute-position="fixed" left="20mm" top="45mm" width="85mm" height="45mm">
      <fo:block font-size="7pt" line-height="1.3" color="{$quiet}">
        <xsl:value-of select="@tenant"/><xsl:if test="@tenant-address != ''">, <xsl:value-of select="@tenant-address"/></xsl:if>
      </fo:block>
      <fo:block space-before="3mm" space-before.conditionality="retain" line-height="1.35" font-size="11pt">
        <xsl:for-each select="p:receiver/p:line">
          <fo:block>
            <xsl:if test="string-length() > 70"><xsl:attribute name="font-size">8pt</xsl:attribute></xsl:if>
            <xsl:value-of select="."/>
          </fo:block>
        </xsl:for-each>
      </fo:block>
    </fo:block-container>
  </xsl:template>

  <!-- beside the window -->
  <xsl:template name="facts">
    <fo:block-container absolute-position="fixed" left="130mm" top="45mm" width="60mm" height="45mm" font-size="9pt" line-height="1.35">
      <xsl:call-template name="fact"><xsl:with-param name="word" select="'date'"/><xsl:with-param name="value" select="@date"/></xsl:call-template>
      <xsl:call-template name="fact"><xsl:with-param name="word" select="'case'"/><xsl:with-param name="value" select="@case"/></xsl:call-template>
      <xsl:call-template name="fact"><xsl:with-param name="word" select="'code'"/><xsl:with-param name="value" select="@code"/></xsl:call-template>
    </fo:block-container>
  </xsl:template>

  <xsl:template name="fact">
    <xsl:param name="word"/>
    <xsl:param name="value"/>
    <xsl:if test="$value != ''">
      <fo:block space-after="2mm">
        <fo:block font-size="8pt" color="{$quiet}"><xsl:apply-templates select="$words[@id = $word]" mode="lang"/><xsl:value-of select="$words[@id = $word]"/></fo:block>
        <fo:block font-weight="bold">
          <xsl:call-template name="broken"><xsl:with-param name="text" select="$value"/></xsl:call-template>
        </fo:block>
      </fo:block>
    </xsl:if>
  </xsl:template>

  <!-- what fits on a line beside the window as it stands; the rest with leave to break -->
  <xsl:template name="broken">
    <xsl:param name="text"/>
    <xsl:choose>
      <xsl:when test="string-length($text) > 19">
        <xsl:value-of select="concat(substring($text, 1, 18), '&#x200b;')"/>
        <xsl:call-template name="broken"><xsl:with-param name="text" select="substring($text, 19)"/></xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="foot">
    <fo:block font-size="8pt" line-height="1.4" color="{$quiet}" border-before-style="solid" border-before-width="0.4pt" border-before-color="{$rule}"
        padding-before="1.5mm">
      <xsl:if test="string-length(concat(@tenant, @tenant-email, @tenant-url, @verify)) > 180"><xsl:attribute name="font-size">6.5pt</xsl:attribute></xsl:if>
      <fo:block text-align-last="justify">
        <xsl:for-each select="@tenant | @tenant-phone | @tenant-email | @tenant-url">
          <xsl:if test=". != ''"><xsl:if test="position() > 1"><xsl:text> &#xb7; </xsl:text></xsl:if><xsl:value-of select="."/></xsl:if>
        </xsl:for-each>
        <fo:leader leader-pattern="space"/>
        <xsl:apply-templates select="$words[@id = 'page']" mode="page"/>
      </fo:block>
      <xsl:if test="@code != '' and @verify != ''">
        <fo:block><xsl:value-of select="concat($words[@id = 'verify'], ' ', @verify, ': ', @code)"/></fo:block>
      </xsl:if>
    </fo:block>
  </xsl:template>
  <xsl:template match="s:text[@name = 'page']" mode="page"><fo:page-number/></xsl:template>
  <xsl:template match="s:text[@name = 'pages']" mode="page"><fo:page-number-citation-last ref-id="end"/></xsl:template>

  <!-- what stands in bokmål in a letter of another language -->
  <xsl:template match="*" mode="lang">
    <xsl:if test="@xml:lang"><xsl:attribute name="xml:lang"><xsl:value-of select="@xml:lang"/>-NO</xsl:attribute></xsl:if>
  </xsl:template>

  <!-- the letter itself -->
  <xsl:template match="l:title">
    <fo:block role="H1" font-size="17pt" line-height="1.25" font-weight="bold" space-after="5mm">
      <xsl:apply-templates select="." mode="lang"/><xsl:value-of select="normalize-space()"/>
    </fo:block>
  </xsl:template>

  <xsl:template match="l:h">
    <fo:block role="H2" font-size="12pt" line-height="1.3" font-weight="bold" space-before="6mm" space-after="1.5mm" keep-with-next.within-page="always">
      <xsl:apply-templates select="." mode="lang"/><xsl:value-of select="normalize-space()"/>
    </fo:block>
  </xsl:template>
  <xsl:template match="l:h[@level = '2' and preceding-sibling::l:h]">
    <fo:block role="H3" font-size="10.5pt" font-weight="bold" space-before="4mm" space-after="1mm" keep-with-next.within-page="always">
      <xsl:apply-templates select="." mode="lang"/><xsl:value-of select="normalize-space()"/>
    </fo:block>
  </xsl:template>

  <xsl:template match="l:p">
    <xsl:call-template name="lines"><xsl:with-param name="text" select="string()"/></xsl:call-template>
  </xsl:template>

  <!-- A line break in a finished letter was typed by somebody: each line is a paragraph. -->
  <xsl:template name="lines">
    <xsl:param name="text"/>
    <xsl:variable name="line" select="normalize-space(substring-before(concat($text, '&#10;'), '&#10;'))"/>
    <xsl:if test="$line != ''">
      <fo:block space-after="2.5mm" widows="2" orphans="2">
        <xsl:apply-templates select="." mode="lang"/>
        <xsl:if test="@as = 'signature'">
          <xsl:attribute name="keep-with-next.within-page">always</xsl:attribute>
          <xsl:attribute name="space-after">0mm</xsl:attribute>
          <xsl:if test="not(preceding-sibling::*[1]/@as = 'signature')">
            <xsl:attribute name="space-before">8mm</xsl:attribute>
            <xsl:attribute name="space-after">2.5mm</xsl:attribute>
          </xsl:if>
        </xsl:if>
        <!-- a signature does not stand alone on a page -->
        <xsl:if test="not(@as = 'signature') and following-sibling::*[1]/@as = 'signature' and not(contains($text, '&#10;'))">
          <xsl:attribute name="keep-with-next.within-page">always</xsl:attribute>
        </xsl:if>
        <xsl:value-of select="$line"/>
      </fo:block>
    </xsl:if>
    <xsl:if test="contains($text, '&#10;')">
      <xsl:call-template name="lines"><xsl:with-param name="text" select="substring-after($text, '&#10;')"/></xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- What was drawn on a map: the picture, with words for those who do not see it, and the numbers.  So large that it
       stands on the first page with what leads to it. -->
  <xsl:template match="l:map">
    <fo:block space-before="2mm" space-after="3mm" keep-together.within-page="always">
      <fo:block line-height="0">
        <fo:instream-foreign-object width="130mm" border="0.4pt solid {$rule}" content-width="scale-to-fit" content-height="scale-to-fit" scaling="uniform"
            fox:alt-text="{normalize-space(l:alt)}">
          <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 400" width="600" height="400">
            <rect width="600" height="400" fill="#f6f5ee"/>
            <xsl:for-each select="l:stroke">
              <path d="{@d}" fill="none" stroke="#9a4a1c" stroke-width="1.5" stroke-linejoin="round">
                <xsl:choose>
                  <xsl:when test="@layer = 'municipality'"><xsl:attribute name="stroke">#3d3a33</xsl:attribute><xsl:attribute name="stroke-dasharray">8 4</xsl:attribute></xsl:when>
                  <xsl:when test="@layer = 'road'"><xsl:attribute name="stroke">#d3cfc0</xsl:attribute><xsl:attribute name="stroke-width">6</xsl:attribute></xsl:when>
                  <xsl:when test="@layer = 'building'"><xsl:attribute name="fill">#c9c3b4</xsl:attribute><xsl:attribute name="stroke-width">1</xsl:attribute></xsl:when>
                  <xsl:when test="@layer = 'drawn'"><xsl:attribute name="fill">#c2d5e8</xsl:attribute><xsl:attribute name="stroke">#0b57a4</xsl:attribute><xsl:attribute name="stroke-width">3</xsl:attribute></xsl:when>
                </xsl:choose>
              </path>
            </xsl:for-each>
            <path d="M16 372v8h{@wide}v-8" fill="none" stroke="#3d3a33" stroke-width="2"/>
            <xsl:for-each select="l:name">
              <text x="{@x}" y="{@y}" text-anchor="middle" font-family="Open Sans" font-size="13" fill="#3d3a33"><xsl:value-of select="."/></text>
            </xsl:for-each>
            <text x="20" y="372" font-family="Open Sans" font-size="13" fill="#3d3a33"><xsl:value-of select="@scale"/></text>
          </svg>
        </fo:instream-foreign-object>
      </fo:block>
      <fo:block font-size="8.5pt" color="{$quiet}" space-before="1mm"><xsl:value-of select="normalize-space(l:points)"/></fo:block>
    </fo:block>
  </xsl:template>

  <xsl:template match="l:list[l:item]">
    <fo:list-block provisional-distance-between-starts="5mm" provisional-label-separation="1mm" space-after="2.5mm">
      <xsl:if test="following-sibling::*[1]/@as = 'signature'"><xsl:attribute name="keep-with-next.within-page">always</xsl:attribute></xsl:if>
      <xsl:for-each select="l:item">
        <fo:list-item space-after="1.2mm">
          <fo:list-item-label end-indent="label-end()"><fo:block>&#x2022;</fo:block></fo:list-item-label>
          <fo:list-item-body start-indent="body-start()">
            <fo:block><xsl:apply-templates select="." mode="lang"/><xsl:value-of select="normalize-space()"/></fo:block>
          </fo:list-item-body>
        </fo:list-item>
      </xsl:for-each>
    </fo:list-block>
  </xsl:template>
  <xsl:template match="l:list"/>

  <!-- stands beside the window already -->
  <xsl:template match="l:*[@as = 'reference']" priority="2"/>

  <!-- A row without text is left out. -->
  <xsl:template match="l:rows[l:row[normalize-space(l:text) != '']]">
    <fo:table table-layout="fixed" width="100%" space-before="1mm" space-after="3mm">
      <xsl:if test="@as = 'signature' and not(preceding-sibling::*[1]/self::l:rows[@as = 'signature'])"><xsl:attribute name="space-before">5mm</xsl:attribute></xsl:if>
      <!-- the last one does not stand alone on a page -->
      <xsl:if test="@as = 'signature' and not(following-sibling::*) and preceding-sibling::*[1]/self::l:rows[@as = 'signature']">
        <xsl:attribute name="keep-with-previous.within-page">always</xsl:attribute>
      </xsl:if>
      <fo:table-column column-width="58mm" fox:header="true"/>
      <fo:table-column column-width="proportional-column-width(1)"/>
      <fo:table-body>
        <xsl:for-each select="l:row[normalize-space(l:text) != '']">
          <fo:table-row keep-together.within-page="always">
            <fo:table-cell padding="1mm 3mm 1mm 0mm" border-after-style="solid" border-after-width="0.4pt" border-after-color="{$rule}">
              <fo:block color="{$quiet}"><xsl:apply-templates select="l:label" mode="lang"/><xsl:value-of select="normalize-space(l:label)"/></fo:block>
            </fo:table-cell>
            <fo:table-cell padding="1mm 0mm" border-after-style="solid" border-after-width="0.4pt" border-after-color="{$rule}">
              <fo:block><xsl:apply-templates select="l:text" mode="lang"/><xsl:value-of select="normalize-space(l:text)"/></fo:block>
            </fo:table-cell>
          </fo:table-row>
        </xsl:for-each>
      </fo:table-body>
    </fo:table>
  </xsl:template>
  <xsl:template match="l:rows"/>

  <xsl:template match="l:table[l:row]">
    <fo:table table-layout="fixed" width="100%" space-before="1mm" space-after="4mm">
      <xsl:for-each select="l:columns/l:column">
        <fo:table-column column-width="proportional-column-width({2 - number(@align = 'end')})"/>
      </xsl:for-each>
      <fo:table-header>
        <fo:table-row keep-with-next.within-page="always">
          <xsl:for-each select="l:columns/l:column">
            <fo:table-cell role="TH" padding="1mm 3mm 1mm 0mm" text-align="start" border-after-style="solid" border-after-width="0.8pt" border-after-color="{$quiet}">
              <xsl:if test="@align"><xsl:attribute name="text-align">end</xsl:attribute><xsl:attribute name="padding-end">0mm</xsl:attribute></xsl:if>
              <fo:block font-weight="bold"><xsl:apply-templates select="." mode="lang"/><xsl:value-of select="normalize-space()"/></fo:block>
            </fo:table-cell>
          </xsl:for-each>
        </fo:table-row>
      </fo:table-header>
      <fo:table-body>
        <xsl:for-each select="l:row">
          <fo:table-row keep-together.within-page="always">
            <xsl:for-each select="l:cell">
              <xsl:variable name="i" select="position()"/>
              <fo:table-cell padding="1mm 3mm 1mm 0mm" text-align="start" border-after-style="solid" border-after-width="0.4pt" border-after-color="{$rule}">
                <xsl:if test="../../l:columns/l:column[$i]/@align"><xsl:attribute name="text-align">end</xsl:attribute><xsl:attribute name="padding-end">0mm</xsl:attribute></xsl:if>
                <fo:block><xsl:apply-templates select="." mode="lang"/><xsl:value-of select="normalize-space()"/></fo:block>
              </fo:table-cell>
            </xsl:for-each>
          </fo:table-row>
        </xsl:for-each>
      </fo:table-body>
    </fo:table>
  </xsl:template>
  <xsl:template match="l:table"/>
</xsl:stylesheet>
